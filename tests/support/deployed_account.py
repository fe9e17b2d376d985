"""A server with the APIs of AWS that list deployed resources, for those that moto does not have."""

from __future__ import annotations

import json
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

HERE = "127.0.0.1"
ACCOUNT = "123456789012"
_MAPPINGS = "/2015-03-31/event-source-mappings"


@dataclass
class Account:
    """The deployed resources; each page of a list has one element."""

    buses: list[dict[str, Any]] = field(default_factory=list)
    rules: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    pipes: list[dict[str, Any]] = field(default_factory=list)
    mappings: list[dict[str, Any]] = field(default_factory=list)
    decrypted: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What GetEventSourceMapping returns in addition to the list."""
    v2_buses: list[dict[str, Any]] = field(default_factory=list)
    subscribers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    subscriptions: list[dict[str, str]] = field(default_factory=list)
    attributes: dict[str, dict[str, str]] = field(default_factory=dict)
    """What GetSubscriptionAttributes returns, by the ARN of the subscription."""
    denied: set[str] = field(default_factory=set)
    """Operations that are denied, such as `ListPipes`, or with a name `DescribePipe notify`."""
    bodies: dict[str, bytes] = field(default_factory=dict)
    """Responses that replace those of operations."""
    gone: set[str] = field(default_factory=set)
    """Operations on resources that were deleted."""
    requests: list[str] = field(default_factory=list)


def page(elements: list[Any], token: str | None) -> tuple[list[Any], str | None]:
    """One element, and the token for the next page."""
    first = int(token or 0)
    return elements[first : first + 1], str(first + 1) if elements[first + 1 :] else None


def listed(
    name: str, elements: list[dict[str, Any]], token: str | None, tells: str = "NextToken"
) -> dict[str, Any]:
    """A response with one page of a list."""
    content, following = page(elements, token)
    return {name: content, **({tells: following} if following else {})}


def cbor(value: object) -> bytes:
    """A value in CBOR, as far as it is needed here (https://www.rfc-editor.org/rfc/rfc8949)."""
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, str):
        data = value.encode()
        return _head(3, len(data)) + data
    if isinstance(value, list):
        return _head(4, len(value)) + b"".join(map(cbor, value))
    assert isinstance(value, dict)
    return _head(5, len(value)) + b"".join(cbor(key) + cbor(element) for key, element in value.items())


def _head(kind: int, size: int) -> bytes:
    return struct.pack(">BI", kind << 5 | 26, size)


class Handler(BaseHTTPRequestHandler):
    """Handles requests to the account of its server."""

    protocol_version = "HTTP/1.1"
    account: Account

    def do_GET(self) -> None:
        """Pipes and Lambda: REST with JSON."""
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        name = unquote(url.path.rpartition("/")[2])
        account = self.account
        if url.path == "/v1/pipes":
            self.answer("ListPipes", lambda: listed("Pipes", account.pipes, query.get("NextToken")))
        elif url.path.startswith("/v1/pipes/"):
            self.answer("DescribePipe", lambda: _element(account.pipes, "Name", name), name)
        elif url.path.rstrip("/") == _MAPPINGS:
            mappings = listed("EventSourceMappings", account.mappings, query.get("Marker"), "NextMarker")
            self.answer("ListEventSourceMappings", lambda: mappings)
        else:
            self.answer(
                "GetEventSourceMapping",
                lambda: {**_element(account.mappings, "UUID", name), **account.decrypted.get(name, {})},
                name,
            )

    def do_POST(self) -> None:
        """EventBridge: JSON for the first, CBOR for v2; SNS: a form, answered with XML."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        account = self.account
        if self.path.startswith("/service/AWSEventsV2/operation/"):
            self.v2(self.path.rpartition("/")[2], body)
            return
        if "X-Amz-Target" not in self.headers:
            self.sns({name: values[0] for name, values in parse_qs(body.decode()).items()})
            return
        operation = self.headers["X-Amz-Target"].removeprefix("AWSEvents.")
        request = json.loads(body)
        token = request.get("NextToken")
        if operation == "ListEventBuses":
            self.answer(operation, lambda: listed("EventBuses", account.buses, token))
        else:
            bus = request["EventBusName"]
            self.answer(operation, lambda: listed("Rules", account.rules.get(bus, []), token), bus)

    def v2(self, operation: str, body: bytes) -> None:
        """The request is searched as bytes, so that no CBOR reader is needed here."""
        account = self.account
        if operation == "ListEventBuses":
            answer: Mapping[str, Any] = {"EventBuses": account.v2_buses}
            self.answer(operation, lambda: answer, is_cbor=True)
        elif operation == "ListSubscribers":
            (bus,) = (arn for arn in account.subscribers if arn.encode() in body)
            token = "1" if b"NextToken" in body else None
            elements = [
                {name: value for name, value in subscriber.items() if name != "FilterConfiguration"}
                for subscriber in account.subscribers[bus]
            ]
            self.answer(operation, lambda: listed("Subscribers", elements, token), is_cbor=True)
        else:
            everything = [
                subscriber for subscribers in account.subscribers.values() for subscriber in subscribers
            ]
            (subscriber,) = (
                subscriber for subscriber in everything if subscriber["SubscriberArn"].encode() in body
            )
            self.answer(operation, lambda: subscriber, subscriber["Name"], is_cbor=True)

    def sns(self, request: Mapping[str, str]) -> None:
        """The query protocol of SNS: https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptions.html."""
        account, operation = self.account, request["Action"]
        arn = request.get("SubscriptionArn", "")
        account.requests.append(f"{operation} {arn}".strip())
        names = {operation, f"{operation} {arn}"}
        status, code = 200, ""
        if names & account.denied:
            status, code = 403, "AuthorizationError"
        elif names & account.gone:
            status, code = 404, "NotFound"
        if code:
            content = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>Said by AWS.</Message></Error>"
            text = f"<ErrorResponse>{content}</ErrorResponse>"
        elif operation == "ListSubscriptions":
            elements, following = page(account.subscriptions, request.get("NextToken"))
            members = "".join(f"<member>{_xml(element)}</member>" for element in elements)
            token = f"<NextToken>{following}</NextToken>" if following else ""
            text = _result(operation, f"<Subscriptions>{members}</Subscriptions>{token}")
        else:
            attributes = account.attributes[arn].items()
            entries = "".join(
                f"<entry>{_xml({'key': key, 'value': value})}</entry>" for key, value in attributes
            )
            text = _result(operation, f"<Attributes>{entries}</Attributes>")
        encoded = account.bodies.get(operation, text.encode())
        self.send_response(status)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(encoded)))
        self.end_headers()
        self.wfile.write(encoded)

    def answer(
        self, operation: str, make: Callable[[], Mapping[str, Any]], name: str = "", *, is_cbor: bool = False
    ) -> None:
        """Answer, deny, or return something else, as the test requires."""
        account = self.account
        account.requests.append(f"{operation} {name}".strip())
        names = {operation, f"{operation} {name}"}
        status, code = 200, ""
        if names & account.denied:
            status, code = 400 if is_cbor or self.command == "POST" else 403, "AccessDeniedException"
        elif names & account.gone:
            status = 400 if self.command == "POST" else 404
            code = "NotFoundException" if "/v1/pipes/" in self.path else "ResourceNotFoundException"
        if operation in account.bodies:
            encoded = account.bodies[operation]
        else:
            refused = {"__type": code, "message": f"Said {{by}} AWS about {operation}."}
            content = refused if code else make()
            encoded = cbor(content) if is_cbor else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/cbor" if is_cbor else "application/x-amz-json-1.1")
        if is_cbor:
            self.send_header("smithy-protocol", "rpc-v2-cbor")
        if code:
            self.send_header("X-Amzn-ErrorType", code)
        self.send_header("Content-Length", str(len(encoded)))
        self.end_headers()
        self.wfile.write(encoded)

    def handle(self) -> None:
        """Answer all requests of a connection."""
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, *_: object) -> None:
        """Log nothing."""


def _xml(members: Mapping[str, str]) -> str:
    return "".join(f"<{name}>{escape(value)}</{name}>" for name, value in members.items())


def _result(operation: str, content: str) -> str:
    return f"<{operation}Response><{operation}Result>{content}</{operation}Result></{operation}Response>"


def _element(elements: list[dict[str, Any]], key: str, name: str) -> dict[str, Any]:
    return next(element for element in elements if element[key] == name)


@contextmanager
def served(account: Account) -> Iterator[str]:
    """The address of a server for an account."""
    handler = type("AccountHandler", (Handler,), {"account": account})
    with ThreadingHTTPServer((HERE, 0), handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://{HERE}:{httpd.server_port}"
        finally:
            httpd.shutdown()
            thread.join()

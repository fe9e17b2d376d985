"""Reads requests from one connection, with limits, and writes the answers to it."""

from __future__ import annotations

import io
import socket
import time
from contextlib import suppress
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING

from pipefilter.override import override
from pipefilter.serving.http_message import Answer, Request
from pipefilter.serving.page_api import error_answer
from pipefilter.serving.routing import handle
from pipefilter.serving.timed_input import HeadTooLarge, TimedInput

if TYPE_CHECKING:
    from pipefilter.serving.http_server import PageServer

__all__ = ["HttpConnection"]

_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)

_SECURITY_HEADERS: tuple[tuple[str, str], ...] = (
    ("Content-Security-Policy", "; ".join(_POLICY)),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
"""Every answer has them, so that a browser runs nothing but the page's own files. None is of CORS: no other site may read
an answer."""

_MAX_LINE = 1 << 16
_MAX_HEAD = 1 << 17
_MAX_LOGGED = 200
_COPIED = 1 << 20
"""Bytes up to which a body is sent together with its head; a larger one is not held twice."""

_DRAIN = 2.0
"""Seconds in which input from a refused client is discarded, as the client would otherwise not read the reason."""


class _Refused(Exception):
    """The request cannot be read; after the answer the connection is closed."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.answer = error_answer(status, sentence)


class HttpConnection(BaseHTTPRequestHandler):
    """Reads request after request: `http.server` parses their heads, and all else is here."""

    protocol_version = "HTTP/1.1"
    server: PageServer

    @override
    def setup(self) -> None:
        """Read with limits, and write at once."""
        super().setup()
        self.rfile.close()
        settings = self.server.settings
        self._input = TimedInput(self.connection, idle=settings.idle, request=settings.request, head=_MAX_HEAD)
        self.rfile = io.BufferedReader(self._input)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    @override
    def handle_one_request(self) -> None:
        """Read one request and answer it; without one in time, or when the client has gone, end."""
        self.close_connection = True
        self.command, self.path, self.request_version = "", "", ""
        self._begun = time.monotonic()
        try:
            self._input.begin()
            self.server.connections.progress(self.connection)
            self.raw_requestline = self.rfile.readline(_MAX_LINE + 1)
            self._begun = time.monotonic()
            if not self.raw_requestline:
                return
            if len(self.raw_requestline) > _MAX_LINE:
                raise _Refused(414, "the request line is too long")  # noqa: TRY301 - one way to refuse
            if not self.parse_request():
                return
            answer = self._handle(self._request())
        except _Refused as refusal:
            self._refuse(refusal.answer)
        except HeadTooLarge:
            self._refuse(error_answer(431, f"the headers are larger than {_MAX_HEAD} bytes"))
        except TimeoutError:
            if self._input.has_begun:
                self._refuse(error_answer(408, "the request did not arrive in time"))
        except ConnectionError:
            self.close_connection = True
        else:
            self._answer(answer)

    def _handle(self, request: Request) -> Answer:
        if request.method == "POST":
            self.server.connections.evaluate(self.connection)
        else:  # it is answered at once, and keeps no other connection from having room
            self.server.connections.progress(self.connection)
        return handle(request, self.server.hosts, self.server.evaluate)

    def _answer(self, answer: Answer) -> None:
        if not self.server.connections.send(self.connection, len(answer.body)):
            self._refuse(error_answer(503, "too many large responses are being sent: try again"))
            return
        try:
            self._send(answer)
        except (
            OSError
        ):  # it was not taken in time, or nobody is there: some of it may be out, so nothing follows it
            self.close_connection = True

    def _request(self) -> Request:
        """The request whose head is read, with its body."""
        self._check_head()
        size = self._size()
        if not self.server.connections.receive_body(self.connection, size):
            raise _Refused(503, "too many large requests are being received: try again")
        self._input.begin_body(size)
        body = self.rfile.read(size)
        if len(body) < size:
            raise ConnectionResetError
        headers = {name.lower(): value for name, value in self.headers.items()}
        host = headers.get("host", "")
        if not host and self.request_version == "HTTP/1.0":  # it is optional there; no browser is that old
            host = "localhost"
        return Request(self.command, self.path.partition("?")[0], headers, host, body)

    def _check_head(self) -> None:
        if self.request_version not in ("HTTP/1.0", "HTTP/1.1"):
            raise _Refused(505, "only HTTP/1.0 and HTTP/1.1 are supported")
        if self.request_version == "HTTP/1.0":
            self.close_connection = True
        # a lone CR ends a line for Python, and for no proxy
        has_lone_end = any("\r" in value or "\n" in value for value in self.headers.values())
        if self.headers.defects or self.headers.get_payload() or has_lone_end:
            raise _Refused(400, "the headers are malformed")
        if len(self.headers.get_all("Origin", [])) > 1:
            raise _Refused(400, "there must be at most one Origin header")
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1 and (hosts or self.request_version == "HTTP/1.1"):
            raise _Refused(400, "there must be exactly one Host header")
        if not self.path.startswith("/"):
            raise _Refused(400, "the URL must be a path: this server is not a proxy")

    def _size(self) -> int:
        """The length of the body, which its head must have."""
        if "Transfer-Encoding" in self.headers:
            raise _Refused(411, "Transfer-Encoding is not supported: send the body with Content-Length")
        if "Content-Encoding" in self.headers:
            raise _Refused(415, "Content-Encoding is not supported: send the body uncompressed")
        lengths = set(self.headers.get_all("Content-Length", ["0"]))
        text = lengths.pop().strip()
        if lengths or not (text.isascii() and text.isdigit()):
            raise _Refused(400, "Content-Length must be a number")
        limit = self.server.settings.max_body
        if len(text) > len(str(limit)) + 1 or int(text) > limit:
            raise _Refused(413, f"the body is larger than {limit} bytes: --max-body raises this limit")
        return int(text)

    @override
    def handle_expect_100(self) -> bool:
        """Ask for the body only if it will be read."""
        self._check_head()
        self._size()
        self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        return True

    @override
    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what `http.server` cannot read, in our form."""
        del explain
        self._refuse(
            error_answer(int(code), f"the request cannot be read: {message or HTTPStatus(code).phrase}")
        )

    def _refuse(self, answer: Answer) -> None:
        """Answer, and end the connection, as it is not known where in it the next request begins."""
        self.close_connection = True
        with suppress(OSError):
            self._send(answer)
            self.connection.shutdown(socket.SHUT_WR)
            end = time.monotonic() + _DRAIN
            while (left := end - time.monotonic()) > 0:
                self.connection.settimeout(left)
                if not self.connection.recv(1 << 16):
                    break

    def _send(self, answer: Answer) -> None:
        lines = [
            f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}",
            f"Date: {formatdate(usegmt=True)}",
            "Server: pipefilter",
            *(f"{name}: {value}" for name, value in (*_SECURITY_HEADERS, *answer.headers)),
        ]
        if answer.content_type:
            lines.append(f"Content-Type: {answer.content_type}")
        if answer.status != HTTPStatus.NO_CONTENT:
            lines.append(f"Content-Length: {len(answer.body)}")
        if self.close_connection:
            lines.append("Connection: close")
        head = "\r\n".join([*lines, "", ""]).encode("latin-1")
        self.connection.settimeout(self.server.settings.request)
        self._log(answer)
        if self.command == "HEAD":
            self.wfile.write(head)
        elif len(answer.body) < _COPIED:
            self.wfile.write(head + answer.body)
        else:
            self.wfile.write(head)
            self.wfile.write(answer.body)

    def _log(self, answer: Answer) -> None:
        if answer.fault:
            self.server.settings.log_fault(answer.fault)
        request_line = f"{self.command or ''} {self.path[:_MAX_LOGGED]}".strip() or "(no request)"
        took = round(1000 * (time.monotonic() - self._begun))
        self.server.settings.log_access(f"{self.client_address[0]}  {request_line}  {answer.status}  {took} ms")

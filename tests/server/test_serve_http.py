"""The server of `pipefilter serve` against malicious and faulty clients: limits, hosts, origins, malformed HTTP."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Iterator

import pytest
from patience import PATIENCE
from running_server import Running, await_connections, aws_request, read_answer, running
from served_calls import ENVELOPE

from pipefilter.serving import http_connection
from pipefilter.serving import routing as answers
from pipefilter.serving.http_connection import HttpConnection
from pipefilter.serving.http_message import Request
from pipefilter.serving.request_origin import AllowedHosts, is_cross_origin, is_loopback

CALL = {"EventPattern": '{"source":["com.example.shop"]}', "Event": json.dumps(ENVELOPE)}
POST = "POST / HTTP/1.1\r\nContent-Type: application/x-amz-json-1.1\r\nX-Amz-Target: AWSEvents.TestEventPattern"
EVALUATE = "POST /api/evaluate HTTP/1.1\r\nContent-Type: application/json"


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running(max_body=100_000, idle=PATIENCE, request=PATIENCE) as instance:
        yield instance
        assert instance.faults == []


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused client may go on sending for as long as a busy machine takes."""
    monkeypatch.setattr(http_connection, "_DRAIN", PATIENCE)


def status(server: Running, data: bytes) -> int:
    return read_answer(server.raw(data))[0]


def test_security_headers_everywhere(server: Running) -> None:
    """Every answer, including errors, has the policy; none opens the server to other sites."""
    heads = (
        "GET /api/choices HTTP/1.1",
        "GET /none HTTP/1.1",
        POST,
        "BREW / HTTP/1.1",
        "OPTIONS / HTTP/1.1",
        "x",
    )
    for head in heads:
        _, headers, _ = server.request(head)
        assert headers["content-security-policy"] == (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
        )
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["server"] == "pipefilter"
        assert not [name for name in headers if name.startswith("access-control")]
    assert server.request("GET /api/choices HTTP/1.1")[1]["cache-control"] == "no-store"
    assert server.request(POST)[1]["cache-control"] == "no-store"


def test_keep_alive_and_pipelined_requests(server: Running) -> None:
    """One connection serves call after call, even if they were sent together."""
    with server.connected() as connection:
        for _ in range(3):
            connection.sendall(aws_request(CALL))
            assert b'{"Result": true}' in connection.recv(1 << 16)
        connection.sendall(aws_request(CALL) + aws_request(CALL, extra="Connection: close\r\n"))
        assert b"".join(iter(lambda: connection.recv(1 << 16), b"")).count(b'{"Result": true}') == 2


def test_expect_100_continue(server: Running) -> None:
    """The body is requested; one that is too large is refused before it is sent."""
    head, _, body = aws_request(CALL, extra="Expect: 100-continue\r\nConnection: close\r\n").partition(
        b"\r\n\r\n"
    )
    with server.connected() as connection:
        connection.sendall(head + b"\r\n\r\n")
        assert connection.recv(1 << 16) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(body)
        assert read_answer(connection.recv(1 << 16))[0] == 200
    large = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100001\r\nExpect: 100-continue\r\n\r\n"
    with server.connected() as connection:
        connection.sendall(large)
        assert read_answer(connection.recv(1 << 16))[0] == 413


def test_http_1_0(server: Running) -> None:
    """It needs no Host, and gets one answer."""
    call = aws_request(CALL).replace(b"HTTP/1.1\r\nHost: localhost", b"HTTP/1.0")
    code, headers, body = read_answer(server.raw(call))
    assert (code, json.loads(body), headers["connection"]) == (200, {"Result": True}, "close")
    assert status(server, call.replace(b"HTTP/1.0", b"HTTP/1.0\r\nHost: evil.example")) == 403


def test_methods(server: Running) -> None:
    """HEAD and OPTIONS are answered, others refused with the allowed ones."""
    code, headers, body = server.request("HEAD /api/choices HTTP/1.1")
    assert (code, body) == (200, b"")
    assert int(headers["content-length"]) > 100
    code, headers, body = server.request("OPTIONS / HTTP/1.1")
    assert (code, headers["allow"], body) == (204, "GET, HEAD, OPTIONS, POST", b"")
    assert server.request("PUT / HTTP/1.1")[0] == 405
    assert server.request("GET /api/evaluate HTTP/1.1")[1]["allow"] == "OPTIONS, POST"


@pytest.mark.parametrize(
    "path",
    [
        "/../pyproject.toml",
        "/page/../__init__.py",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/page.js/",
        "/page.js%00",
        "/index.html",
        "/__init__.py",
        "/..\\page.js",
        "/api/",
    ],
)
def test_no_other_files(server: Running, path: str) -> None:
    """Whatever the path, only the listed files are served."""
    code, _, body = server.request(f"GET {path} HTTP/1.1")
    assert (code, list(json.loads(body))) == (404, ["error"])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 403),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1.evil.example:80\r\nConnection: close\r\n\r\n", 403),
        (b"GET / HTTP/1.1\r\nHost: localhost:80@evil.example\r\nConnection: close\r\n\r\n", 403),
        (b"GET / HTTP/1.1\r\nHost: [::1]evil\r\nConnection: close\r\n\r\n", 403),
        (b"GET / HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n", 403),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400),
        (b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"CONNECT localhost:22 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1x\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: \xb2\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n", 415),
        (b"GET / HTTP/2.0\r\nHost: localhost\r\n\r\n", 505),
        (b"GET /\r\n\r\n", 505),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nA: " + b"x" * 70_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + (b"A: " + b"x" * 60_000 + b"\r\n") * 50 + b"\r\n", 431),
    ],
)
def test_malformed_requests(server: Running, data: bytes, code: int) -> None:
    """Each is refused with a sentence, and the connection ends."""
    received, headers, body = read_answer(server.raw(data))
    assert received == code, body
    assert json.loads(body)["error"]
    assert headers["connection"] == "close"


def test_large_body(server: Running) -> None:
    """A body beyond the limit is refused unread, but the client can read why."""
    body = json.dumps({**CALL, "Event": "x" * 5_000_000}).encode()
    code, _, text = server.request(POST, body)
    assert code == 413
    assert "100000 bytes" in json.loads(text)["error"]


def test_deep_json(server: Running) -> None:
    """1,000 levels and more, in the body, the pattern and the event."""
    deep = '{"a":' * 1001 + "[1]" + "}" * 1001
    event = json.dumps(ENVELOPE)[:-1] + f',"x":{deep}}}'
    assert status(server, aws_request({**CALL, "Event": event}, extra="Connection: close\r\n")) == 400
    fine = json.dumps(ENVELOPE)[:-1] + ',"x":' + '{"a":' * 990 + "[1]" + "}" * 990 + "}"
    assert status(server, aws_request({**CALL, "Event": fine}, extra="Connection: close\r\n")) == 200
    code, answer = server.posted("/api/evaluate", {"pattern": deep, "event": deep})
    assert code == 200
    assert answer["valid"] is False
    assert server.request(EVALUATE, b"[" * 50_000)[0] == 400


def test_slow_clients(server: Running) -> None:
    """Others are answered while they send part of a request, or nothing."""
    with server.connected() as slow, server.connected():
        slow.sendall(aws_request(CALL)[:-1])
        assert server.request("GET /api/choices HTTP/1.1")[0] == 200
        slow.sendall(aws_request(CALL)[-1:])
        assert slow.recv(1 << 16).endswith(b'{"Result": true}')


def test_an_incomplete_request() -> None:
    """It is refused when its time is over; TimedInput's tests cover the time itself."""
    with running(idle=PATIENCE, request=0.05) as server:
        assert status(server, aws_request(CALL)[:-1]) == 408
        assert server.faults == []


def test_a_connection_without_a_request() -> None:
    """It is closed when its time is over."""
    with running(idle=0.05, request=PATIENCE) as server:
        assert server.raw(b"") == b""
        assert server.faults == []


def test_client_that_disconnects(server: Running) -> None:
    """A client that does not wait for its answer is not a fault."""
    for data in (aws_request(CALL), aws_request(CALL)[:-10], b"GET"):
        with server.connected() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.sendall(data)
    assert server.request("GET /api/choices HTTP/1.1")[0] == 200


def test_other_sites_may_not_ask(server: Running) -> None:
    """The API answers its own page and clients that are not browsers."""
    own = f"http://127.0.0.1:{server.port}"
    body = b'{"pattern":"{}","event":""}'
    assert server.request(f"{EVALUATE}\r\nOrigin: {own}", body)[0] == 200
    for origin in (
        "http://evil.example",
        "null",
        f"http://localhost:{server.port}",
        own.replace("http", "https"),
    ):
        assert server.request(f"{EVALUATE}\r\nOrigin: {origin}", body)[0] == 403
    assert server.request("GET /api/patterns HTTP/1.1\r\nSec-Fetch-Site: cross-site")[0] == 403
    assert server.request("GET /api/patterns HTTP/1.1\r\nSec-Fetch-Site: same-origin")[0] == 200
    assert server.request("POST /api/evaluate HTTP/1.1\r\nContent-Type: text/plain", body)[0] == 415


def test_hosts() -> None:
    """The names and addresses that are this server's."""
    usual = AllowedHosts("127.0.0.1", ["pipefilter"])
    for host in ("localhost", "LOCALHOST:1", "127.0.0.1:4010", "[::1]:4010", "localhost.", "pipefilter:4010"):
        assert usual.allows(host), host
    for host in ("", "192.168.1.2", "127.0.0.1:x", "[::1", "localhost:80:80", "pipefilter.evil.example"):
        assert not usual.allows(host), host
    open_ = AllowedHosts("0.0.0.0")  # noqa: S104 - nothing is bound
    assert open_.allows("192.168.1.2:4010")
    assert not open_.allows("evil.example")
    assert all(map(is_loopback, ("127.0.0.2", "::1", "localhost")))
    assert not any(map(is_loopback, ("192.168.1.2", "::", "x")))
    assert not is_cross_origin(Request("GET", "/api/choices", {}, "localhost"))


def test_internal_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are InternalException to the client, and one line to the user who runs the server; never a traceback."""

    def fail(*_: object) -> None:
        raise KeyError("a\nsecret")

    monkeypatch.setattr(answers, "aws_answer", fail)
    monkeypatch.setattr(answers, "api_answer", fail)
    with running() as server:
        code, headers, body = server.request(POST, b"{}")
        assert (code, headers["x-amzn-errortype"]) == (500, "InternalException")
        assert json.loads(body)["__type"] == "InternalException"
        assert b"secret" not in body
        code, _, body = server.request("GET /api/choices HTTP/1.1")
        assert code == 500
        assert set(json.loads(body)) == {"error", "__type", "message"}
        assert server.faults == [
            "POST /: KeyError: 'a\\nsecret'",
            "GET /api/choices: KeyError: 'a\\nsecret'",
        ]


def test_errors_outside_of_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any error on a connection is one line, and the next connection is answered."""
    with running() as server:
        with monkeypatch.context() as patched:
            patched.setattr(HttpConnection, "_size", lambda _self: int("x"))
            assert server.raw(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n") == b""
        assert server.request("GET /api/choices HTTP/1.1")[0] == 200
        assert server.faults == ["127.0.0.1: ValueError: invalid literal for int() with base 10: 'x'"]


def test_the_end() -> None:
    """Waiting connections end with the server, and so do their threads."""
    with running() as server:
        waiting = server.connected()
        assert server.request("GET /api/choices HTTP/1.1")[0] == 200
    with waiting:
        assert waiting.recv(1) == b""
    await_connections()


def test_an_answer_that_is_not_read_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing follows the started answer: no second answer in the body of the first."""

    def send(self: HttpConnection, _answer: object) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun")
        raise TimeoutError

    monkeypatch.setattr(HttpConnection, "_send", send)
    with running() as server:
        assert server.raw(b"GET /api/choices HTTP/1.1\r\nHost: localhost\r\n\r\n").endswith(b"\r\n\r\nbegun")

"""A server of `pipefilter serve` in this process, and raw bytes sent to it."""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from patience import PATIENCE

from pipefilter.serving.http_message import Answer, Request
from pipefilter.serving.http_server import PageServer, ServerSettings
from pipefilter.serving.routing import evaluate_request

__all__ = ["Running", "await_connections", "aws_request", "read_answer", "reserved_port", "running"]

HERE = "127.0.0.1"


@dataclass
class Running:
    """A running server, and what it has logged."""

    url: str
    port: int
    server: PageServer = field(repr=False)
    access: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def connected(self) -> socket.socket:
        """A connection to the server."""
        return socket.create_connection((HERE, self.port), timeout=PATIENCE)

    def raw(self, data: bytes) -> bytes:
        """All bytes until the server closes the connection."""
        with self.connected() as connection:
            connection.sendall(data)
            return b"".join(iter(lambda: connection.recv(1 << 16), b""))

    def request(self, head: str, body: bytes = b"") -> tuple[int, dict[str, str], bytes]:
        """The response to a request with these first lines, a Host and the body's length."""
        lines = (
            f"{head}\r\nHost: 127.0.0.1:{self.port}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        return read_answer(self.raw(lines.encode("latin-1") + body))

    def posted(self, path: str, value: object) -> tuple[int, dict[str, Any]]:
        """The response of the page's API."""
        head = f"POST {path} HTTP/1.1\r\nContent-Type: application/json"
        status, _, body = self.request(head, json.dumps(value).encode())
        return status, json.loads(body)


def read_answer(data: bytes) -> tuple[int, dict[str, str], bytes]:
    """Status, headers by lower-case names, and body of the first response in some bytes."""
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    assert first.startswith("HTTP/1.1 "), data[:200]
    return int(first.split()[1]), headers, body


def aws_request(parameters: object, *, target: str = "AWSEvents.TestEventPattern", extra: str = "") -> bytes:
    """A call as an SDK sends it, without the signature."""
    body = json.dumps(parameters).encode()
    head = (
        f"POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: {target}\r\n"
        f"Content-Type: application/x-amz-json-1.1\r\nContent-Length: {len(body)}\r\n{extra}\r\n"
    )
    return head.encode() + body


def await_connections() -> None:
    """Wait until the threads of all connections, of every server of this process, have ended."""
    for thread in threading.enumerate():
        if "working" in thread.name:
            thread.join(PATIENCE)
            assert not thread.is_alive()


@contextmanager
def reserved_port() -> Iterator[int]:
    """A free port that no other process can take: it is bound here, and a server can still listen on it.

    On systems other than Linux it is 0, which means any free port.
    """
    with socket.socket() as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((HERE, 0))
        yield bound.getsockname()[1] if sys.platform == "linux" else 0


@contextmanager
def running(
    evaluate: Callable[[Request], Answer] | None = evaluate_request,
    **settings: Any,  # noqa: ANN401 - of any type
) -> Iterator[Running]:
    """A server that runs while the block runs; afterwards its threads have ended.

    Args:
        evaluate: runs in the thread of the connection; None for separate processes, as in `serve`.
        settings: settings of the server.
    """
    access: list[str] = []
    faults: list[str] = []
    server_settings = ServerSettings(log_access=access.append, log_fault=faults.append, **settings)
    server = PageServer(server_settings, evaluate)
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02))
    thread.start()
    try:
        yield Running(server.url, server.server_port, server, access, faults)
    finally:
        server.shutdown()
        server.close()
        thread.join()

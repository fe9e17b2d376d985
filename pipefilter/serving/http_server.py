"""The server of `pipefilter serve`: sockets and threads around `handle`, and processes that evaluate.

It is based on the standard library's `http.server`, whose documentation warns against use in production: it checks
little and limits nothing. This server is for one's own machine, and what is missing is added here: limits of size, time
and connections, a check of the Host header, no files but the page's. In return there is no dependency to install, to
trust and to update.

A thread for each connection reads and writes, and never evaluates: what takes time is done by `EvaluationPool`. So what
one client sends slowly, or makes the evaluation do, costs the others neither a turn nor the interpreter lock.
"""

from __future__ import annotations

import socket
import socketserver
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import field
from http.server import HTTPServer
from typing import Any

from pipefilter.dataclass import dataclass
from pipefilter.override import override
from pipefilter.serving.connections import Connections
from pipefilter.serving.evaluation import EvaluationLimits
from pipefilter.serving.evaluation_pool import EvaluationPool
from pipefilter.serving.evaluation_worker import EvaluationWorker
from pipefilter.serving.http_connection import HttpConnection
from pipefilter.serving.http_message import Answer, Request
from pipefilter.serving.request_origin import AllowedHosts

__all__ = ["PageServer", "ServerSettings"]

_FULL = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
"""SDKs try again after that."""

_TO_END = 1.0
"""Seconds for answers that are under way when the server ends."""

_MAX_SIZE = 32 << 20
"""Bytes of requests and answers that are on their way, and as many bodies of the largest size as `_MAX_BODIES`."""

_MAX_BODIES = 16

_WORKER_MEMORY = 512 << 20
"""Bytes that the evaluation of a request may take, and `_MEMORY_FACTOR` for each byte of a body."""

_MEMORY_FACTOR = 64


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where the server listens, whom it answers, and its limits.

    Args:
        host: a name or an address of this machine.
        port: 0 for any free port.
        further_hosts: names by which clients may call the server beside its own.
        max_body: bytes that the body of a request may have.
        max_connections: at a time; one thread each. With one more, the slowest is closed.
        idle: seconds that a connection may wait for its next request.
        request: seconds in which a request must have come whole, and an answer be taken.
        evaluation: the limits of what is evaluated.
        log_access: takes a line on each request.
        log_fault: takes a line on each failure of the server.
    """

    host: str = "127.0.0.1"
    port: int = 0
    further_hosts: Iterable[str] = ()
    max_body: int = 2 << 20
    max_connections: int = 128
    idle: float = 60.0
    request: float = 20.0
    evaluation: EvaluationLimits = field(default_factory=EvaluationLimits)
    log_access: Callable[[str], None] = lambda _line: None
    log_fault: Callable[[str], None] = lambda _line: None


class PageServer(HTTPServer):
    """Listens from the start; `serve_forever` answers, and `close` frees the port.

    Args:
        evaluate: answers what takes time; processes of their own if not given.

    Raises:
        OSError: it cannot listen there.
    """

    allow_reuse_port = False  # else a second server could listen on the same port, and take half of the calls
    request_queue_size = 128

    def __init__(self, settings: ServerSettings, evaluate: Callable[[Request], Answer] | None = None) -> None:
        addresses = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        self.address_family, _, _, _, address = addresses[0]
        # on Windows the option means that another server may take the port over
        self.allow_reuse_address = not hasattr(socket, "SO_EXCLUSIVEADDRUSE")
        self.settings = settings
        self.hosts = AllowedHosts(settings.host, settings.further_hosts)
        self.connections = Connections(
            settings.max_connections,
            _MAX_SIZE + _MAX_BODIES * settings.max_body,
            log_shed=lambda client: settings.log_access(
                f"{client}  closed: it was slow, and other clients needed the connection"
            ),
        )
        memory = _WORKER_MEMORY + _MEMORY_FACTOR * settings.max_body
        self._pool = EvaluationPool(
            lambda: EvaluationWorker(memory), settings.evaluation, log=settings.log_fault
        )
        self.evaluate = evaluate or self._pool.answer
        super().__init__((str(address[0]), int(address[1])), HttpConnection)
        if evaluate is None:
            self._pool.open()

    @override
    def server_bind(self) -> None:
        """Bind, without the look-up of the machine's name, which may take seconds, that `HTTPServer` adds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.settings.host, self.server_address[1]

    @property
    def url(self) -> str:
        """The URL for clients on this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.settings.host, self.settings.host)  # noqa: S104 - compared, not bound
        return f"http://[{host}]:{self.server_port}" if ":" in host else f"http://{host}:{self.server_port}"

    @override
    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer on a connection in a thread of its own, if there are not too many."""
        if not self.connections.add(request, client_address[0]):
            request.settimeout(0)
            with suppress(OSError):
                request.send(_FULL)
            self.shutdown_request(request)
            return

        def work() -> None:
            try:
                self.finish_request(request, client_address)
            except Exception:  # noqa: BLE001 - the next connection must be answered
                self.handle_error(request, client_address)

        self.connections.run(request, client_address[0], work, lambda: self.shutdown_request(request))

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log an error in one line, where the base class prints a traceback."""
        error = sys.exc_info()[1]
        # the client has gone, or Ctrl-C came while the connection was being handed to its thread
        is_gone = isinstance(error, OSError) and request.fileno() < 0
        if not is_gone and not isinstance(error, ConnectionError | TimeoutError):
            line = f"{client_address[0]}: {type(error).__name__}: {error}"
            self.settings.log_fault(" ".join(line.split()))

    def close(self) -> None:
        """Stop listening, and end the connections and what is being evaluated."""
        self.server_close()
        self._pool.close()
        self.connections.end(_TO_END)

"""Runs the server of `pipefilter serve` beside a program, such as a test that calls it through boto3."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from pipefilter.serving.http_server import PageServer, ServerSettings

__all__ = ["serve"]

_MAX_PORT = 65_535


@contextmanager
def serve(port: int = 0, *, host: str = "127.0.0.1") -> Iterator[PageServer]:
    """Answer `TestEventPattern` as AWS does, and serve the page, while a program continues.

    Args:
        port: to listen on; 0 for any free port.
        host: a name or an address of this machine.

    Yields:
        The server; its `url` is the endpoint URL for SDKs, and the page.

    Raises:
        ValueError: there is no such port.
        OSError: it cannot listen there.
    """
    if not 0 <= port <= _MAX_PORT:
        raise ValueError(f"{port} is not a port: give a number from 0 to {_MAX_PORT}")
    server = PageServer(ServerSettings(host=host, port=port))
    thread = threading.Thread(target=server.serve_forever, name="pipefilter serve", daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.close()
        thread.join()

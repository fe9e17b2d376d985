"""A plain static server for tests: that of Python's own library, which packs nothing and sets no headers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from patience import PATIENCE

__all__ = ["StaticSite", "static_site"]

FRESH = {"Cache-Control": "no-cache"}
"""A browser asks again for each file, as another test may have replaced it."""


@dataclass
class StaticSite:
    """A server, and what it sends instead of its files.

    Args:
        url: without a slash at its end.
        replaced: by the last part of a path: what is sent instead, or None for a 404.
        headers: further ones, of all answers.
        requested: the paths that were requested.
        held: by the last part of a path: the event that its answer waits for.
    """

    url: str
    replaced: dict[str, bytes | None] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=lambda: dict(FRESH))
    requested: list[str] = field(default_factory=list)
    held: dict[str, threading.Event] = field(default_factory=dict)

    def wait_for(self, name: str) -> None:
        """Wait until the answer with this name may be sent."""
        if name in self.held:
            self.held[name].wait(PATIENCE)

    def restore(self) -> None:
        """Send the files as they are, and forget what was requested."""
        self.replaced.clear()
        self.headers = dict(FRESH)
        self.requested.clear()
        for event in self.held.values():
            event.set()
        self.held.clear()


@contextmanager
def static_site(folder: Path, below: str = "") -> Iterator[StaticSite]:
    """Serve a folder on 127.0.0.1 while the block runs.

    Args:
        below: a part of the URL, as on a site with other pages: "playground" or "".
    """
    site = StaticSite("")

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - those of the server
            super().__init__(*args, directory=str(folder), **options)

        def do_GET(self) -> None:
            site.requested.append(self.path)
            if below and not self.path.startswith(f"/{below}/"):
                self.send_error(404)
                return
            self.path = self.path.removeprefix(f"/{below}" if below else "")
            name = self.path.rpartition("/")[2]
            site.wait_for(name)
            if name in site.replaced:
                self.send_replaced(site.replaced[name])
            else:
                super().do_GET()

        def send_replaced(self, data: bytes | None) -> None:
            if data is None:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(self.path))
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def end_headers(self) -> None:
            for name, value in site.headers.items():
                self.send_header(name, value)
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in http.server
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        site.url = f"http://127.0.0.1:{server.server_port}" + (f"/{below}" if below else "")
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()

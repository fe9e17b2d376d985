"""The part of GitHub's REST API that comments on pull requests, on 127.0.0.1: it keeps comments, and records requests."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

__all__ = ["BOT", "GitHubApi", "running_api"]

BOT = "github-actions[bot]"
_COMMENTS = re.compile(r"/repos/o/r/issues/(\d+)/comments")
_COMMENT = re.compile(r"/repos/o/r/issues/comments/(\d+)")


@dataclass
class GitHubApi:
    """The server.

    Args:
        refusals: the status and the body of the response to each method that is refused.
        requests: the methods and paths of all requests.
    """

    url: str = ""
    comments: list[dict[str, Any]] = field(default_factory=list)
    refusals: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    tokens: set[str | None] = field(default_factory=set)

    def add(self, body: str | None, login: str = BOT) -> dict[str, Any]:
        """Add a comment, as someone writes it."""
        number = len(self.comments) + 1
        comment = {
            "id": number,
            "body": body,
            "user": {"login": login},
            "html_url": f"https://example/{number}",
        }
        self.comments.append(comment)
        return comment

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """The status and the body of a response."""
        self.requests.append(f"{method} {path}")
        if method in self.refusals:
            return self.refusals[method]
        parts = urlsplit(path)
        if method == "GET" and _COMMENTS.fullmatch(parts.path):
            query = {name: int(values[0]) for name, values in parse_qs(parts.query).items()}
            start = (query["page"] - 1) * query["per_page"]
            return 200, json.dumps(self.comments[start : start + query["per_page"]]).encode()
        if method == "POST" and _COMMENTS.fullmatch(parts.path):
            return 201, json.dumps(self.add(json.loads(body)["body"])).encode()
        if method == "PATCH" and (match := _COMMENT.fullmatch(parts.path)):
            comment = self.comments[int(match[1]) - 1]
            comment["body"] = json.loads(body)["body"]
            return 200, json.dumps(comment).encode()
        return 404, b'{"message": "Not Found"}'


@contextmanager
def running_api() -> Iterator[GitHubApi]:
    """The server while it runs."""
    api = GitHubApi()

    class Handler(BaseHTTPRequestHandler):
        def respond(self) -> None:
            api.tokens.add(self.headers["Authorization"])
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, answer = api.answer(self.command, self.path, body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_PATCH = respond  # noqa: N815 - the names that http.server calls

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name in http.server
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    api.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

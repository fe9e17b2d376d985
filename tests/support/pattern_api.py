"""A server that answers TestEventPattern as AWS does, with pipefilter as its engine, or wrongly where a test requires it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pipefilter
from pipefilter.aws.events.event_pattern_call import ApiAnswer
from pipefilter.errors import InvalidEvent, InvalidEventPattern
from pipefilter.matching.event_text import event_tree

__all__ = ["MANDATORY", "PatternServer", "engine", "served"]

HERE = "127.0.0.1"
MANDATORY = {"id", "account", "source", "time", "region", "detail-type"}
Engine = Callable[[str, str], ApiAnswer]


def engine(pattern: str, event: str) -> ApiAnswer:
    """AWS's answer, if pipefilter is right."""
    not_valid = ApiAnswer(None, "ValidationException", "Parameter Event is not valid.")
    try:
        tree = event_tree(event)
    except InvalidEvent:
        return not_valid
    if not isinstance(tree, tuple) or not dict(tree).keys() >= MANDATORY:
        return not_valid
    if len(pattern) > 4096:
        words = "1 validation error detected: Value at 'eventPattern' failed to satisfy constraint"
        return ApiAnswer(None, "ValidationException", words)
    try:
        return ApiAnswer(pipefilter.matches(pattern, event))
    except InvalidEventPattern as error:
        words = error.aws_message or "Event pattern is not valid. Reason: Too many combinations"
        return ApiAnswer(None, "InvalidEventPatternException", words)


@dataclass
class PatternServer:
    """The requests to a server, and how it answers them."""

    url: str
    engine: Engine = engine
    before: list[tuple[int, str]] = field(default_factory=list)
    """The first answers: a status and a body each."""
    requests: list[tuple[str, str]] = field(default_factory=list)
    on_ask: Callable[[], None] = lambda: None

    def answer(self, request: dict[str, Any]) -> tuple[int, str]:
        """A status and a body."""
        self.requests.append((request["EventPattern"], request["Event"]))
        self.on_ask()
        if self.before:
            return self.before.pop(0)
        outcome = self.engine(request["EventPattern"], request["Event"])
        if outcome.result is None:
            return 400, json.dumps({"__type": outcome.code, "message": outcome.message})
        return 200, json.dumps({"Result": outcome.result})


@contextmanager
def served() -> Iterator[PatternServer]:
    """A server that runs while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else headers and body wait for each other

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.headers["X-Amz-Target"] == "AWSEvents.TestEventPattern"
            assert self.headers["Content-Type"] == "application/x-amz-json-1.1"
            assert "/events/aws4_request" in self.headers["Authorization"]
            status, text = server.answer(request)
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/x-amz-json-1.1")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def handle(self) -> None:
            with suppress(ConnectionError):
                super().handle()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer((HERE, 0), Handler) as httpd:
        server = PatternServer(f"http://{HERE}:{httpd.server_port}")
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            httpd.shutdown()
            thread.join()

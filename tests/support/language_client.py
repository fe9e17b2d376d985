"""An editor, as `pipefilter lsp` sees it: a scripted client that starts the real command."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Any, ClassVar, Self, cast

from patience import PATIENCE

JsonObject = dict[str, Any]
"""A message, or a part of one; its type depends on its method."""


class LanguageClient:
    """Starts the server, sends messages, and collects what it answers.

    Args:
        folder: of the workspace; None for none.
        capabilities: of the client.
        settings: that `workspace/configuration` answers; None if the client cannot be asked.
        process: that is the editor; None if the server is not to know.
    """

    arguments: ClassVar[tuple[str, ...]] = ("-m", "pipefilter", "lsp", "--stdio")
    """Of Python."""

    def __init__(
        self,
        folder: Path | None = None,
        *,
        capabilities: JsonObject | None = None,
        options: object = None,
        settings: object = None,
        process: int | None = None,
    ) -> None:
        self.folder = folder
        self.server_capabilities: JsonObject = {}
        self.settings = settings
        self.messages: list[JsonObject] = []
        """The notifications and requests of the server."""
        self.published: dict[str, JsonObject] = {}
        """What was published last for each document."""
        self._changed = threading.Condition()
        self._answers: dict[int, SimpleQueue[JsonObject]] = defaultdict(SimpleQueue)
        self._count = 0
        self._editor = process
        self._is_ended = False
        self.process = subprocess.Popen(
            [sys.executable, *self.arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        threading.Thread(target=self._read, daemon=True).start()
        self._errors: list[bytes] = []
        self._stderr = threading.Thread(target=self._read_errors, daemon=True)
        self._stderr.start()
        self.capabilities = capabilities or {}
        self.options = options

    def __enter__(self) -> Self:
        self.server_capabilities = self.initialize()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None and kind is None:
            self.end()
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            assert stream is not None
            stream.close()

    def initialize(self) -> JsonObject:
        """Begin, as an editor does; return the capabilities of the server."""
        folders = None if self.folder is None else [{"uri": self.folder.as_uri(), "name": "folder"}]
        answer = self.request(
            "initialize",
            {
                "processId": self._editor,
                "rootUri": None,
                "capabilities": self.capabilities,
                "initializationOptions": self.options,
                "workspaceFolders": folders,
            },
        )
        self.notify("initialized", {})
        return cast("JsonObject", answer["capabilities"])

    def end(self) -> tuple[int, str]:
        """Ask for the end; return the exit code, and what was written to stderr."""
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.wait()

    def wait(self) -> tuple[int, str]:
        """Wait for the end; return the exit code, and what was written to stderr."""
        code = self.process.wait(PATIENCE)
        self._stderr.join(PATIENCE)
        return code, b"".join(self._errors).decode()

    def open(self, uri: str, text: str, *, language: str = "json", version: int = 1) -> None:
        """Open a document."""
        item = {"uri": uri, "languageId": language, "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, uri: str, version: int, *changes: JsonObject) -> None:
        """Change a document."""
        document = {"uri": uri, "version": version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": list(changes)})

    def diagnostics(self, uri: str, version: int) -> list[JsonObject]:
        """What is published for a version of a document."""
        self.await_until(lambda: self.published.get(uri, {}).get("version") == version)
        return cast("list[JsonObject]", self.published[uri]["diagnostics"])

    def await_until(self, condition: Callable[[], object]) -> None:
        """Wait until a condition is true, which is examined after each message."""
        with self._changed:
            if not self._changed.wait_for(lambda: condition() or self._is_ended, PATIENCE) or not condition():
                raise AssertionError(f"the server did not: {self.messages[-3:]}, {b''.join(self._errors)!r}")

    def request(self, method: str, params: object) -> Any:  # noqa: ANN401 - depends on the method
        """Send a request, and wait for its result."""
        answer = self.answer(self.send(method, params))
        assert "error" not in answer, answer
        return answer["result"]

    def send(self, method: str, params: object) -> int:
        """Send a request; return its number."""
        self._count += 1
        self.write({"jsonrpc": "2.0", "id": self._count, "method": method, "params": params})
        return self._count

    def answer(self, number: int) -> JsonObject:
        """The whole answer to a request."""
        return self._answers[number].get(timeout=PATIENCE)

    def notify(self, method: str, params: object) -> None:
        """Send a notification."""
        self.write({"jsonrpc": "2.0", "method": method, "params": params})

    def write(self, message: JsonObject) -> None:
        """Write a message."""
        self.write_bytes(json.dumps(message).encode())

    def write_bytes(self, body: bytes) -> None:
        """Write the body of a message, which may not be JSON."""
        stream = self.process.stdin
        assert stream is not None
        stream.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        stream.flush()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        try:
            while header := stream.readline():
                length = int(header.removeprefix(b"Content-Length: "))
                while stream.readline().strip():
                    pass
                self._take(json.loads(stream.read(length)))
        finally:
            with self._changed:
                self._is_ended = True
                self._changed.notify_all()

    def _take(self, message: JsonObject) -> None:
        if "method" not in message:
            self._answers[message["id"]].put(message)
            return
        if "id" in message:
            result = None
            if message["method"] == "workspace/configuration":
                result = [self.settings for _ in message["params"]["items"]]
            self.write({"jsonrpc": "2.0", "id": message["id"], "result": result})
        with self._changed:
            self.messages.append(message)
            if message["method"] == "textDocument/publishDiagnostics":
                self.published[message["params"]["uri"]] = message["params"]
            self._changed.notify_all()

    def _read_errors(self) -> None:
        stream = self.process.stderr
        assert stream is not None
        with stream:
            self._errors.extend(stream)

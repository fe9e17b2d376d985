"""What fails in the language server is said in the editor's log, and the next question is answered."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from language_client import LanguageClient
from patience import PATIENCE

from pipefilter.application.check_settings import CheckSettings
from pipefilter.editing.diagnostics import Diagnostic
from pipefilter.editing.document import Document
from pipefilter.language_server import checks
from pipefilter.language_server.checks import Checks
from pipefilter.language_server.document_place import DocumentPlace
from pipefilter.language_server.features import editor_server
from pipefilter.language_server.open_document import OpenDocument
from pipefilter.language_server.server import THREADS

CODE = """
import os, sys
from pipefilter.language_server.connection import serve
from pipefilter.language_server.features import editor_server

def noise(ls, params):
    print("noise")
    os.write(1, b"more noise")
    sys.stdout.flush()

server = editor_server("")
server.feature("x/noise")(noise)
serve(server)
"""


class NoisyClient(LanguageClient):
    arguments: ClassVar[tuple[str, ...]] = ("-c", CODE)


class Written:
    """Takes what is sent to an editor."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, data: bytes) -> None:
        """Take a message."""
        self.text += data.decode()

    def close(self) -> None:
        """Take no more."""


def _document(text: str = "{}") -> OpenDocument:
    return OpenDocument("untitled:x", "json", 1, text, DocumentPlace("untitled:/x-pattern.json"))


def _problem(message: str) -> tuple[Diagnostic, ...]:
    return (Diagnostic(0, 1, "", "error", message),)


def test_a_failing_answer_is_logged() -> None:
    def fail(document: Document, settings: CheckSettings) -> None:
        raise ZeroDivisionError(document, settings)

    async def ask() -> tuple[object, object]:
        return (
            await server.answer("hover", "untitled:x", fail),
            await server.answer("hover", "untitled:x", lambda document, _: document.text),
        )

    written = Written()
    server = editor_server("")
    server.protocol.set_writer(written)
    server.documents["untitled:x"] = _document()
    assert asyncio.run(ask()) == (None, "{}")
    assert "window/logMessage" in written.text
    assert "pipefilter failed in hover: ZeroDivisionError" in written.text


def test_a_failing_check_is_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> tuple[Diagnostic, ...]:
        raise ZeroDivisionError(arguments)

    async def ask() -> object:
        return await server.checks.newest(server.documents["untitled:x"])

    monkeypatch.setattr(checks, "diagnostics", fail)
    written = Written()
    server = editor_server("")
    server.protocol.set_writer(written)
    server.documents["untitled:x"] = _document()
    assert asyncio.run(ask()) == (Document("untitled:/x-pattern.json", "{}"), ())
    assert "pipefilter failed in the check of untitled:x: ZeroDivisionError" in written.text


def test_the_result_for_an_old_version_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first check ends only after the text has changed."""
    is_begun, may_end = threading.Event(), threading.Event()
    checked: list[str] = []
    published: list[tuple[str, tuple[Diagnostic, ...]]] = []

    def slow(document: Document, *rest: object) -> tuple[Diagnostic, ...]:
        del rest
        checked.append(document.text)
        is_begun.set()
        may_end.wait(PATIENCE)
        return _problem(document.text)

    def publish(document: OpenDocument, snapshot: Document, problems: tuple[Diagnostic, ...]) -> None:
        del document
        published.append((snapshot.text, problems))

    async def type_text() -> None:
        document = _document("first")
        scheduled = Checks(CheckSettings, publish, _unexpected)
        scheduled.request(document, waits=False)
        await asyncio.to_thread(is_begun.wait, PATIENCE)
        for text in ("second", "third"):
            document.text.replace(text)
            document.revision += 1
            scheduled.request(document)
        may_end.set()
        await scheduled.newest(document)

    monkeypatch.setattr(checks, "diagnostics", slow)
    asyncio.run(type_text())
    assert checked == ["first", "third"]
    assert published == [("third", _problem("third"))]


def _unexpected(doing: str, error: Exception) -> None:
    raise AssertionError(doing) from error


@pytest.mark.slow
def test_what_prints_does_not_print_between_messages() -> None:
    with NoisyClient() as client:
        answer: Any = client.answer(client.send("x/noise", {}))
        assert answer["result"] is None
        code, errors = client.end()
        assert (code, "".join(sorted(errors))) == (0, "".join(sorted("noise\nmore noise")))


def test_a_question_that_is_asked_again_is_not_answered_twice() -> None:
    """All threads are busy while the same is asked three times."""
    may_end = threading.Event()
    numbers: list[int] = []

    async def ask(number: int) -> int | None:
        def answer(document: Document, settings: CheckSettings) -> int:
            del document, settings
            numbers.append(number)
            return number

        return await server.answer("hover", "untitled:x", answer)

    async def ask_often() -> list[int | None]:
        busy = [
            asyncio.ensure_future(server.workers.run(lambda: may_end.wait(PATIENCE))) for _ in range(THREADS)
        ]
        answers = [asyncio.ensure_future(ask(number)) for number in range(3)]
        asyncio.get_running_loop().call_soon(may_end.set)  # after the questions, which are in the loop already
        await asyncio.gather(*busy)
        return list(await asyncio.gather(*answers))

    server = editor_server("")
    server.documents["untitled:x"] = _document()
    assert asyncio.run(ask_often()) == [None, None, 2]
    assert numbers == [2]


@pytest.mark.parametrize("ending", ["cancelled", "closed", "asked again"])
def test_a_question_stops_when_nobody_needs_its_answer(ending: str) -> None:
    is_begun, may_ask = threading.Event(), threading.Event()
    stops: list[bool] = []
    is_over = threading.Event()

    def answer(document: Document, settings: CheckSettings, should_stop: Callable[[], bool]) -> str:
        del document, settings
        stops.append(should_stop())
        is_begun.set()
        may_ask.wait(PATIENCE)
        stops.append(should_stop())
        is_over.set()
        return "answer"

    async def ask() -> object:
        question = asyncio.ensure_future(server.answer_if_needed("completion", "untitled:x", answer))
        await asyncio.to_thread(is_begun.wait, PATIENCE)
        if ending == "cancelled":
            question.cancel()
            await asyncio.wait([question])
        elif ending == "closed":
            server.close("untitled:x")
        else:
            await server.answer("completion", "untitled:x", lambda *_: "")
        may_ask.set()
        await asyncio.to_thread(is_over.wait, PATIENCE)
        return None if question.cancelled() else await question

    server = editor_server("")
    server.protocol.set_writer(Written())
    server.documents["untitled:x"] = _document()
    assert asyncio.run(ask()) is None
    assert stops == [False, True]

"""Thousands of random changes: the server has the text that the editor has, and its problems are those of a new check."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from language_client import JsonObject, LanguageClient
from reported_problems import shown_by_check, shown_by_editor
from repository import ROOT, TEST_CASES
from typing_session import TypingSession

from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.pattern_check import check_data
from pipefilter.application.pattern_files import files_with_patterns
from pipefilter.formats.check_json import check_json
from pipefilter.json_text.tree import decoded

FOLDERS = (TEST_CASES / "templates" / "corpus", ROOT / "examples" / "stacks", ROOT / "patterns")
PULLING: JsonObject = {
    "textDocument": {"diagnostic": {}},
    "workspace": {"diagnostics": {"refreshSupport": True}},
}
REQUESTS: dict[str, JsonObject] = {
    "textDocument/hover": {},
    "textDocument/completion": {"context": {"triggerKind": 1}},
    "textDocument/codeAction": {"context": {"diagnostics": []}},
}
CHANGES_AT_ONCE = 20
MAX_LENGTH = 20_000
"""Longer documents are not typed at here: each change would take longer, and find nothing else."""


def _documents() -> list[Path]:
    files = [Path(file.name) for folder in FOLDERS for file in files_with_patterns(str(folder))]
    return [path for path in files if path.stat().st_size < MAX_LENGTH]


@pytest.mark.parametrize(
    ("capabilities", "count"),
    [
        pytest.param(PULLING, 200, id="some"),
        pytest.param({}, 400, id="pushed", marks=pytest.mark.slow),
        pytest.param(PULLING, 10_000, id="all", marks=pytest.mark.slow),
    ],
)
def test_the_server_follows(capabilities: JsonObject, count: int) -> None:
    choice = random.Random(count)
    documents = _documents()
    with LanguageClient(ROOT, capabilities=capabilities) as client:
        for path in (choice.choice(documents) for _ in range(count // CHANGES_AT_ONCE)):
            uri = path.as_uri()
            session = TypingSession(decoded(path.read_bytes()), choice)
            client.open(uri, session.text, version=0)
            for version in range(1, CHANGES_AT_ONCE + 1):
                client.change(uri, version, *session.changes())
                if choice.random() < 0.2:
                    method = choice.choice(tuple(REQUESTS))
                    client.send(method, _at(uri, session, REQUESTS[method]))
            server_text = client.request("pipefilter/text", {"textDocument": {"uri": uri}})
            assert server_text == session.text, path
            if capabilities:
                problems = client.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})["items"]
            else:
                problems = client.diagnostics(uri, CHANGES_AT_ONCE)
            assert shown_by_editor(problems) == _checked(path, session.text), path
            client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        assert client.end() == (0, "")
        assert [each["params"] for each in client.messages if each["method"] == "window/logMessage"] == []


def _checked(path: Path, text: str) -> list[object]:
    """What an editor should show after a new check of a text; the editor has the byte order mark in its text."""
    report = check_data(
        str(path), text.encode("utf-8", "surrogatepass"), CheckSettings(), label=path.name, is_named=False
    )
    problems = shown_by_check(check_json(report)).get(path.name, [])
    if not text.startswith("\ufeff"):
        return list(problems)
    return [(_after_mark(start), end and _after_mark(end), *rest) for start, end, *rest in problems]


def _after_mark(position: tuple[int, int]) -> tuple[int, int]:
    line, character = position
    return (line, character + 1) if line == 0 else position


def _at(uri: str, session: TypingSession, more: JsonObject) -> JsonObject:
    position = session.position()
    area = {"start": position, "end": session.position() if session.has_luck() else position}
    return {"textDocument": {"uri": uri}, "position": position, "range": area, **more}

"""What the language server answers about a position: completions and fixes, in the types of the protocol."""

from __future__ import annotations

from pathlib import Path

import pytest
from language_client import JsonObject, LanguageClient
from lsprotocol.types import Position, Range

from pipefilter.application.check_settings import CheckSettings
from pipefilter.editing.diagnostics import diagnostics
from pipefilter.editing.document import Document
from pipefilter.language_server.code_actions import CodeActions
from pipefilter.language_server.document_text import DocumentText

pytestmark = pytest.mark.slow

EDITING: JsonObject = {
    "textDocument": {"completion": {"completionItem": {"snippetSupport": True}}},
    "workspace": {"workspaceEdit": {"documentChanges": True}},
}


def _applied(text: str, edits: list[JsonObject]) -> str:
    document = DocumentText(text)
    for edit in sorted(edits, key=lambda edit: list(edit["range"]["start"].values()), reverse=True):
        start, end = edit["range"]["start"], edit["range"]["end"]
        document.change(Range(Position(**start), Position(**end)), edit["newText"])
    return document.text


def test_completions(tmp_path: Path) -> None:
    uri = (tmp_path / "pattern.json").as_uri()
    text = '{"detail": {"\U0001f600": [{"pre"}]}}'
    at = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": text.index('pre"') + 4}}
    with LanguageClient(tmp_path, capabilities=EDITING) as client:
        client.open(uri, text)
        items = client.request("textDocument/completion", at)["items"]
        prefix = next(each for each in items if each["label"].startswith("prefix"))
        assert prefix["filterText"].startswith('"prefix')
        assert prefix["insertTextFormat"] == 2
        assert "$1" in prefix["textEdit"]["newText"]
        assert [each["sortText"] for each in items] == sorted(each["sortText"] for each in items)
    with LanguageClient(tmp_path) as client:
        client.open(uri, text)
        items = client.request("textDocument/completion", at)["items"]
        prefix = next(each for each in items if each["label"].startswith("prefix"))
        # without snippets, an example stands for what is still to be typed: the pattern is valid as it is
        assert _applied(text, [prefix["textEdit"]]) == '{"detail": {"\U0001f600": [{"prefix": "order#"}]}}'


def test_events_beside_a_pattern_have_no_completions(tmp_path: Path) -> None:
    (tmp_path / "match").mkdir()
    (tmp_path / "pattern.json").write_text('{"source": ["a"]}')
    uri = (tmp_path / "match" / "event.json").as_uri()
    at = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 2}}
    with LanguageClient(tmp_path) as client:
        client.open(uri, '{""}')
        assert client.request("textDocument/completion", at) is None
        assert client.request("textDocument/completion", at | {"textDocument": {"uri": "file:///none"}}) is None


def test_fixes(tmp_path: Path) -> None:
    uri = (tmp_path / "pattern.json").as_uri()
    text = '{"source": ["\U0001f600"],\r\n "detail": {"id": "x"}}'
    area = {"start": {"line": 1, "character": 18}, "end": {"line": 1, "character": 18}}
    ask = {"textDocument": {"uri": uri}, "range": area, "context": {"diagnostics": []}}
    with LanguageClient(tmp_path, capabilities=EDITING) as client:
        client.open(uri, text, version=7)
        (action,) = client.request("textDocument/codeAction", ask)
        assert (action["kind"], action["isPreferred"]) == ("quickfix", True)
        assert action["diagnostics"] == client.diagnostics(uri, 7)
        (change,) = action["edit"]["documentChanges"]
        assert change["textDocument"] == {"uri": uri, "version": 7}
        assert _applied(text, change["edits"]) == text.replace('"x"', '["x"]')
        first_line = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 9}}
        assert client.request("textDocument/codeAction", ask | {"range": first_line}) == []
        refactor = {"diagnostics": [], "only": ["refactor"]}
        assert client.request("textDocument/codeAction", ask | {"context": refactor}) is None
    with LanguageClient(tmp_path) as client:
        client.open(uri, text)
        (action,) = client.request("textDocument/codeAction", ask)
        assert list(action["edit"]["changes"]) == [uri]


def test_problems_with_the_same_fix_have_one_action() -> None:
    document = Document("pattern.json", '{"source": "a"}')
    (problem,) = diagnostics(document, CheckSettings())
    area = Range(Position(0, 0), Position(0, len(document.text)))
    (action,) = CodeActions("file:///pattern.json", 1, document, CheckSettings()).of_problems(
        [problem] * 2, area
    )
    assert action.diagnostics is not None
    assert len(action.diagnostics) == 2


def test_hover(tmp_path: Path) -> None:
    uri = (tmp_path / "pattern.json").as_uri()
    text = '{"detail": {"\U0001f600": [{"prefix": "a"}]}}'
    with LanguageClient(tmp_path) as client:
        client.open(uri, text)
        start = text.index('{"prefix"') + 1  # in UTF-16 units
        at = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": start + 3}}
        answer = client.request("textDocument/hover", at)
        assert answer["contents"]["kind"] == "markdown"
        assert "prefix" in answer["contents"]["value"]
        assert answer["range"]["start"] == {"line": 0, "character": start}
        at["position"] = {"line": 3, "character": 0}
        assert client.request("textDocument/hover", at) is None

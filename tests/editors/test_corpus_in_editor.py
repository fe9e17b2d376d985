"""All templates and patterns of the repository, opened in an editor: the problems are those of `check --json`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from case_files import load, text_of
from language_client import JsonObject, LanguageClient
from reported_problems import shown_by_check, shown_by_editor
from repository import ROOT, TEST_CASES

from pipefilter.json_text.tree import decoded

FOLDERS = (TEST_CASES / "templates" / "corpus", ROOT / "examples", ROOT / "patterns")
MAX_LENGTH = 20_000
PULLING: JsonObject = {
    "textDocument": {"diagnostic": {}},
    "workspace": {"diagnostics": {"refreshSupport": True}},
}


def _texts(folder: Path) -> dict[Path, str]:
    """The texts as an editor has them: without byte order marks, whatever the encoding of the file."""
    texts = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            try:
                texts[path] = decoded(path.read_bytes())
            except UnicodeDecodeError:
                continue  # no editor shows it as text
    return texts


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
@pytest.mark.parametrize("capabilities", [{}, PULLING], ids=["pushed", "pulled"])
def test_problems_are_those_of_check(folder: Path, capabilities: JsonObject) -> None:
    command = [sys.executable, "-m", "pipefilter", "check", "--json", str(folder)]
    lines = subprocess.run(command, capture_output=True, check=False, encoding="utf-8").stdout.splitlines()
    expected = shown_by_check(map(json.loads, lines))
    texts = _texts(folder)
    with LanguageClient(folder, capabilities=capabilities) as client:
        for path, text in texts.items():
            client.open(path.as_uri(), text)
        for path in texts:
            uri = path.as_uri()
            if capabilities:
                answer = client.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})
                problems = answer["items"]
            else:
                problems = client.diagnostics(uri, 1)
            assert shown_by_editor(problems) == expected.pop(str(path), []), path
        assert client.end() == (0, "")
        assert not any(each["method"] == "window/logMessage" for each in client.messages)
    assert expected == {}


@pytest.mark.slow
def test_problems_of_every_kind_are_those_of_check(tmp_path: Path) -> None:
    """The cases of errors and advice, each in a file of its own."""
    cases = [case.values[0] for folder in ("errors", "advice") for case in load(folder)]
    texts = {text for case in cases if len(text := text_of(case["pattern"])) < MAX_LENGTH}
    for number, text in enumerate(sorted(texts)):
        (tmp_path / f"{number}-pattern.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    command = [sys.executable, "-m", "pipefilter", "check", "--json", "--emulators", str(tmp_path)]
    lines = subprocess.run(command, capture_output=True, check=False, encoding="utf-8").stdout.splitlines()
    expected = shown_by_check(map(json.loads, lines))
    assert len({code for problems in expected.values() for _, _, code, *_ in problems}) > 50
    with LanguageClient(tmp_path, capabilities=PULLING, options={"emulators": True}) as client:
        for path, text in _texts(tmp_path).items():
            uri = path.as_uri()
            client.open(uri, text)
            items = client.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})["items"]
            assert shown_by_editor(items) == expected.pop(str(path), []), text
        assert client.end() == (0, "")
    assert expected == {}

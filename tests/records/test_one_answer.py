"""The command line, the page and Python give the same answer for every case in `tests/cases`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from case_files import Case, load, text_of
from one_answer import Question, assert_one_answer, printed
from thoroughness import mostly_nightly

import pipefilter
from pipefilter.formats.check_json import check_json
from pipefilter.serving.evaluate_api import evaluate
from pipefilter.serving.page_request import BadRequest


@pytest.mark.parametrize("case", [*load("operators"), *load("alternatives")])
def test_values(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alternatives = case["alternatives"] if "alternatives" in case else f"[{case['element']}]"
    values = [value for name in ("takes", "leaves", "matching", "not_matching") for value in case.get(name, ())]
    events = tuple(f'{{"x": {value}}}' for value in values)
    assert_one_answer(Question(f'{{"x": {alternatives}}}', events), tmp_path, capsys)


@pytest.mark.slow
@pytest.mark.parametrize("case", load("explanations"))
def test_explanations(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert_one_answer(Question(case["pattern"], (case["event"],)), tmp_path, capsys)


@pytest.mark.parametrize("has_options", [True, False], ids=["told", "detected"])
@pytest.mark.parametrize("case", load("records"))
def test_records(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str], *, has_options: bool) -> None:
    content = case["given"] if "given" in case else case["record"]
    records = tuple(map(json.dumps, content if isinstance(content, list) else [content]))
    services = case["services"] if "services" in case else [case["service"]]
    for service in services if has_options else [""]:
        question = Question(
            json.dumps(case["pattern"]), records, service, case["source"] if has_options else ""
        )
        assert_one_answer(question, tmp_path, capsys)


@pytest.mark.slow
@pytest.mark.parametrize("case", mostly_nightly([*load("errors"), *load("advice")], 3))
def test_problems(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if "template" in case:
        pytest.skip("the page reads no templates")
    path = tmp_path / "pattern.json"
    text = text_of(case["pattern"])
    path.write_text(text, "utf-8", errors="surrogatepass")
    if text.startswith("\ufeff"):
        pytest.skip("at the beginning of a file it is a byte order mark")
    service, source = case.get("service", ""), case.get("source", "")
    options = Question("", (), service, source).options
    emulators = case.get("emulators", False)
    flags = ["--emulators"] if emulators else []
    by_command = printed(["check", "--json", str(path), *options, *flags], capsys)
    report = pipefilter.check(path, service=service, source=source, emulators=emulators)
    by_python = [value for file in report.files for value in check_json(file)]
    assert by_command == by_python
    if emulators:
        return  # the page does not request them
    try:
        by_page = evaluate({"pattern": text, "event": "", "service": service, "source": source})
    except BadRequest as refusal:
        assert "no AWS service accepts" in str(refusal)  # noqa: PT017 - what the page does not read at all
        return
    checked = by_page["check"]
    assert isinstance(checked, list)
    assert [_renamed(line) for line in checked] == [_renamed(line) for line in by_command]


def _renamed(line: dict[str, Any]) -> dict[str, Any]:
    """The same object without the name of the file, which the page does not have."""
    return {key: value for key, value in line.items() if key != "pattern"}

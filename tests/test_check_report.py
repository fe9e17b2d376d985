"""`pipefilter.check`: the Python value says what `pipefilter check --json` prints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from test_command_line import Case, load, put_files

import pipefilter
from pipefilter.cli.main import main
from pipefilter.errors import Severity
from pipefilter.filtering.placement import Contradiction
from pipefilter.formats.check_json import check_json
from pipefilter.formats.github import github_annotations

_VALUES = {"--service", "--source", "--select", "--ignore", "--severity"}
_FLAGS = {"--emulators", "--strict", "--json"}


def arguments_of(case: Case) -> tuple[list[str], dict[str, Any]] | None:
    """The files and the options of a command line, as the function takes them; None if it does not."""
    files: list[str] = []
    options: dict[str, Any] = {}
    words = iter(case["args"][1:])
    for word in words:
        if word in _VALUES:
            value = next(words, "")
            name = word.removeprefix("--")
            many = name in ("select", "ignore")
            options[name] = [*options.get(name, []), *value.split(",")] if many else value
        elif word in _FLAGS:
            options[word.removeprefix("--")] = True
        elif word.startswith("-"):
            return None
        else:
            files.append(word)
    options.pop("json", None)
    return (files, options) if files else None


ALL_CASES: list[Case] = [each.values[0] for each in load()]
CHECKED = [
    case
    for case in ALL_CASES
    if case["args"][0] == "check" and case["stderr"] is not None and arguments_of(case) is not None
]


def test_there_are_many() -> None:
    assert len(CHECKED) >= 90


@pytest.mark.parametrize("case", CHECKED, ids=lambda case: case["name"])
def test_the_value_says_what_the_command_prints(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    put_files(case)
    arguments = arguments_of(case)
    assert arguments is not None
    files, options = arguments
    report = pipefilter.check(files, **options)
    assert capsys.readouterr() == ("", "")  # it prints nothing
    words = [word for word in case["args"] if word != "--json"]
    with pytest.raises(SystemExit) as ending:
        main([*words, "--json"])
    printed = capsys.readouterr()
    missing = [
        file
        for file in report.files
        if file.unreadable.endswith("No such file or directory") and "#" not in file.file
    ]
    if missing:  # the command begins only if all files are there
        assert (ending.value.code, printed.out) == (2, "")
        return
    objects = [value for file in report.files for value in check_json(file)]
    assert objects == [json.loads(line) for line in printed.out.splitlines()]
    if objects:
        assert report.ok == (ending.value.code == 0)


def test_a_dict_is_a_pattern() -> None:
    report = pipefilter.check({"dynamodb": {"NewImage": {"n": {"N": [5]}}}}, service="pipe", source="dynamodb")
    (located,) = report.problems
    assert (located.code, located.severity, report.ok) == ("PF402", "error", False)
    assert (located.start.column, located.end.column) == (40, 41)
    assert "write the digits as a string" in located.hint
    assert list(report) == [located]
    assert str(located) in str(report)


def test_what_is_not_ok() -> None:
    assert pipefilter.check('{"a": ["true"]}').ok
    assert not pipefilter.check('{"a": ["true"]}', strict=True).ok
    assert not pipefilter.check('{"a": 1}').ok
    missing = pipefilter.check(["missing.json", '{"a": [1]}'])
    assert not missing.ok
    assert missing.files[0].unreadable == "cannot read missing.json: No such file or directory"
    assert not pipefilter.check([]).ok  # nothing was checked


def test_a_report_is_neither_true_nor_false() -> None:
    with pytest.raises(TypeError, match=r"use its \.ok"):
        bool(pipefilter.check({"a": [1]}))
    assert repr(pipefilter.check({"a": [1]})) == "<Report: ok, 1 patterns, 0 problems>"


def test_what_cannot_be_checked() -> None:
    with pytest.raises(Contradiction, match="there is no source sqz"):
        pipefilter.check({"a": [1]}, source="sqz")
    with pytest.raises(Contradiction, match="does not see records of sqs"):
        pipefilter.check({"a": [1]}, service="rule", source="sqs")
    with pytest.raises(ValueError, match="402 is not a code"):
        pipefilter.check({"a": [1]}, select=["402"])
    with pytest.raises(pipefilter.InvalidEventPattern):
        pipefilter.check({"a": [{1}]})


def test_the_severity_is_typed() -> None:
    levels: list[Severity] = ["note", "warning", "error"]
    counts = [len(pipefilter.check('{"a": ["true"]}', severity=level).problems) for level in levels]
    assert counts == [1, 0, 0]


def test_a_span_over_lines_has_no_columns(tmp_path: Path) -> None:
    """GitHub would read both columns as those of the first line."""
    path = tmp_path / "p.json"
    path.write_text('{"a": [{"anything-but": "x"},\n {"anything-but": "y"}]}')
    (file,) = pipefilter.check(path).files
    (line,) = github_annotations(file)
    assert ",line=1,endLine=2,title=PF413::" in line
    assert "col" not in line.partition("::")[2].partition("::")[0].replace(str(tmp_path), "")


def test_an_unreadable_file_is_an_annotation() -> None:
    (file,) = pipefilter.check("no, such: file%.json").files
    (line,) = github_annotations(file)
    assert line.startswith(
        "::error file=no%2C such%3A file%25.json::cannot read no, such: file%25.json: No such file"
    )

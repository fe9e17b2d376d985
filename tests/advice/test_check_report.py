"""`pipefilter.check`: the Python value has the content of `pipefilter check --json`."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from command_arguments import CommandArguments, cases_of
from command_cases import Case, put_files
from thoroughness import mostly_nightly

import pipefilter
from pipefilter.application.pattern_files import event_files
from pipefilter.cli.main import main
from pipefilter.errors import Severity
from pipefilter.filtering.lookup import Contradiction
from pipefilter.formats.check_json import check_json, passed_over_json
from pipefilter.formats.github import github_annotations
from pipefilter.formats.sarif import sarif

CHECKED = [
    (case, arguments)
    for case, arguments in cases_of(
        "check",
        {"--service", "--source", "--select", "--ignore", "--severity"},
        {"--emulators", "--strict"},
    )
    if case["stderr"] is not None
]


def test_there_are_many_cases() -> None:
    assert len(CHECKED) >= 90


@pytest.mark.slow
@pytest.mark.parametrize(
    ("case", "arguments"),
    mostly_nightly([pytest.param(*checked, id=checked[0]["name"]) for checked in CHECKED], 3),
)
def test_the_value_has_what_the_command_prints(
    case: Case,
    arguments: CommandArguments,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    put_files(case)
    options: dict[str, Any] = {
        name: value.split(",") if name in ("select", "ignore") else value
        for name, value in arguments.values.items()
    }
    options |= dict.fromkeys(arguments.flags - {"json"}, True)
    report = pipefilter.check(arguments.names, **options)
    assert capsys.readouterr() == ("", "")  # it prints nothing
    words = [word for word in case["args"] if word != "--json"]
    with pytest.raises(SystemExit) as ending:
        main([*words, "--json"])
    printed = capsys.readouterr()
    missing = [
        file
        for file in report.files
        if (file.unreadable.endswith("No such file or directory") and "#" not in file.file)
        or file.unreadable.startswith(("no file matches", "no JSON files in the folder"))
    ]
    if missing:  # the command starts only if all files exist
        assert (ending.value.code, printed.out) == (2, "")
        return
    patterns = [value for file in report.files for value in check_json(file)]
    objects = [*patterns, *passed_over_json(report.passed_over)]
    assert objects == [json.loads(line) for line in printed.out.splitlines()]
    if patterns:
        assert report.ok == (ending.value.code == 0)


def test_a_dict_is_a_pattern() -> None:
    report = pipefilter.check({"dynamodb": {"NewImage": {"n": {"N": [5]}}}}, service="pipe", source="dynamodb")
    (located,) = report.problems
    assert (located.code, located.severity, report.ok) == ("PF402", "error", False)
    assert (located.start.column, located.end.column) == (40, 41)
    assert "write the digits as a string" in located.hint
    assert list(report) == [located]
    assert str(located) in str(report)


def test_reports_that_are_not_ok() -> None:
    assert pipefilter.check('{"a": ["true"]}').ok
    assert not pipefilter.check('{"a": ["true"]}', strict=True).ok
    assert not pipefilter.check('{"a": 1}').ok
    missing = pipefilter.check(["missing.json", '{"a": [1]}'])
    assert not missing.ok
    assert missing.files[0].unreadable == "cannot read missing.json: No such file or directory"
    assert not pipefilter.check([]).ok  # nothing was checked


def test_a_report_has_no_truth_value() -> None:
    with pytest.raises(TypeError, match=r"use its \.ok"):
        bool(pipefilter.check({"a": [1]}))
    assert repr(pipefilter.check({"a": [1]})) == "<Report: ok, 1 patterns, 0 problems>"


def test_values_that_cannot_be_checked() -> None:
    with pytest.raises(Contradiction, match="unknown source sqz"):
        pipefilter.check({"a": [1]}, source="sqz")
    with pytest.raises(Contradiction, match="does not receive records from sqs"):
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
    """GitHub would interpret both columns as columns of the first line."""
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


def test_the_severity_is_one() -> None:
    with pytest.raises(ValueError, match="'errors' is not a severity: use note, warning or error"):
        pipefilter.check({"a": [1]}, severity="errors")  # type: ignore[arg-type]  # the fault that is tested


def test_bytes_are_json() -> None:
    assert pipefilter.check(b'{"a": [1]}').ok
    assert pipefilter.load(b'{"a": [1]}').evaluate({"a": 1}).matched
    with pytest.raises(TypeError, match="a NoneType is not a pattern"):
        pipefilter.load(None)  # type: ignore[arg-type]  # the fault that is tested


def test_a_name_too_long_is_unreadable() -> None:
    report = pipefilter.check(["x" * 5000, '{"a": [1]}'])
    assert [bool(file.unreadable) for file in report.files] == [True, False]
    assert "cannot read" in report.files[0].unreadable


def test_a_file_whose_name_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "\udcff.json"
    try:
        path.write_text('{"a": [{"prefx": "x"}]}')
    except OSError:
        pytest.skip("no file can have that name here")
    log = sarif(pipefilter.check(path).problems, {})
    assert "%FF.json" in json.dumps(log)


def test_folders_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder below the folder that cannot be listed is reported beside the others: what is in it was not checked."""
    for name in ("readable", "unreadable"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pattern.json").write_text('{"source": ["orders"]}', "utf-8")
    (tmp_path / ".hidden").mkdir()
    scandir, listdir = os.scandir, os.listdir

    def refuse(folder: str) -> None:
        if Path(folder).name in {"unreadable", ".hidden"}:  # the tests may run as root, who can read everything
            raise PermissionError(13, "Permission denied", str(folder))

    def refusing_scandir(folder: str) -> object:
        refuse(folder)
        return scandir(folder)

    def refusing_listdir(folder: str) -> list[str]:
        refuse(folder)
        return listdir(folder)

    monkeypatch.setattr(os, "scandir", refusing_scandir)
    monkeypatch.setattr(os, "listdir", refusing_listdir)
    report = pipefilter.check(str(tmp_path))
    assert not report.ok
    assert [(Path(file.file).name, file.unreadable) for file in report.files] == [
        ("pattern.json", ""),
        ("unreadable", f"cannot read {tmp_path / 'unreadable'}: Permission denied"),
    ]
    with pytest.raises(pipefilter.UnreadableInput, match="Permission denied"):
        event_files(tmp_path)

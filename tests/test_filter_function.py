"""`pipefilter.filter`: the Python value says what `pipefilter filter --json` prints."""

from __future__ import annotations

import gzip
import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from test_command_line import Case, load, put_files

import pipefilter
from pipefilter.application.filter import UnevaluatedRecord, UnevaluatedRecords
from pipefilter.cli.main import main
from pipefilter.errors import PipefilterError, UnreadableInput

_VALUES = {"--service", "--source", "--jobs", "-j"}


def arguments_of(case: Case) -> tuple[list[str], dict[str, Any], bool] | None:
    """Names, options of `load`, and whether to invert; None if the function has no such option, or reads no input."""
    names: list[str] = []
    options: dict[str, Any] = {}
    invert = False
    words = iter(case["args"][1:])
    for word in words:
        if word in _VALUES:
            options[word.lstrip("-")] = next(words, "")
        elif word in ("-v", "--invert-match"):
            invert = True
        elif word == "--json":
            continue
        elif word.startswith("-"):
            return None
        else:
            names.append(word)
    options = {name: value for name, value in options.items() if name in ("service", "source")}
    return (names, options, invert) if len(names) > 1 else None


ALL_CASES: list[Case] = [each.values[0] for each in load()]
FILTERED = [case for case in ALL_CASES if case["args"][0] == "filter" and arguments_of(case) is not None]


def test_there_are_many() -> None:
    assert len(FILTERED) >= 20


@pytest.mark.parametrize("case", FILTERED, ids=lambda case: case["name"])
def test_the_records_are_those_that_the_command_prints(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    put_files(case)
    arguments = arguments_of(case)
    assert arguments is not None
    (name, *files), options, invert = arguments
    faults: list[UnevaluatedRecord] = []
    kept = None
    try:
        filters = pipefilter.load(name, **options)
        kept = list(pipefilter.filter(filters, files, invert=invert, on_unevaluated=faults.append))
    except PipefilterError:
        assert kept is None
    assert capsys.readouterr() == ("", "")  # it prints nothing
    with pytest.raises(SystemExit) as ending:
        main([word for word in case["args"] if word != "--json"] + ["--json"])
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    if kept is None:
        assert ending.value.code == 2
        return
    events = [line for line in printed if line.get("verdict") in ("match", "no_match")]
    assert [(each.file, each.line, each.column, each.pointer, each.text) for each in kept] == [
        (line["event"], line["line"], line["column"], line.get("record", ""), line["text"]) for line in events
    ]
    if not printed[-1].get("summary", {}).get("read"):
        assert (ending.value.code, kept) == (2, [])  # the command says that there are no events
        return
    assert (ending.value.code == 2) == bool(faults)
    if not faults:
        assert (ending.value.code == 0) == bool(kept)


PAID = {"body": {"type": ["paid"]}}


def message(kind: str) -> str:
    return json.dumps({"messageId": "1", "eventSource": "aws:sqs", "body": json.dumps({"type": kind})})


def test_records_are_decoded(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_text("\n".join([message("paid"), message("sent"), message("paid")]))
    kept = list(pipefilter.filter(pipefilter.load(PAID), path))
    assert [(each.file, each.line) for each in kept] == [
        (str(path), 1),
        (str(path), 3),
    ]
    assert kept[0].value["messageId"] == "1"
    assert kept[0].text == message("paid")
    others = list(pipefilter.filter(pipefilter.load(PAID), [str(tmp_path)], invert=True))
    assert [each.line for each in others] == [2]


def test_what_has_no_verdict_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_text("\n".join([message("paid"), '{"a": ', message("paid")]))
    filters = pipefilter.load(PAID, source="sqs")
    records = pipefilter.filter(filters, path)
    assert [next(records).line, next(records).line] == [1, 3]
    with pytest.raises(UnevaluatedRecords, match="1 record has no verdict; the first: ") as raised:
        next(records)
    (first,) = raised.value.first
    assert (first.file, first.line, raised.value.count) == (str(path), 2, 1)
    assert first.problem is not None
    assert str(path) in str(first)
    assert pickle.loads(pickle.dumps(raised.value)).first == raised.value.first  # noqa: S301 - our own


def test_a_contradiction_has_no_verdict(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_text(message("paid") + "\n")
    faults: list[UnevaluatedRecord] = []
    filters = pipefilter.load({"data": {"type": ["paid"]}}, source="kinesis")
    assert list(pipefilter.filter(filters, path, on_unevaluated=faults.append)) == []
    (fault,) = faults
    assert fault.reason.startswith("no verdict: ")
    assert str(fault).startswith(f"{path}:1:1: no verdict: ")


def test_a_file_that_breaks_off(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl.gz"
    whole = gzip.compress("\n".join([message("paid")] * 2000).encode())
    path.write_bytes(whole[: len(whole) // 2])
    faults: list[UnevaluatedRecord] = []
    list(pipefilter.filter(pipefilter.load(PAID), path, on_unevaluated=faults.append))
    assert [(fault.line, fault.problem) for fault in faults if not fault.line] == [(0, None)]
    assert str(faults[-1]).startswith(f"{path}: ")


def test_in_several_processes(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_text("\n".join(message("paid" if number % 3 else "sent") for number in range(1000)))
    filters = pipefilter.load(PAID)
    assert list(pipefilter.filter(filters, path, jobs=2)) == list(pipefilter.filter(filters, path))


def test_an_iterator_may_be_left(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_text("\n".join([message("paid")] * 100_000))
    records = pipefilter.filter(pipefilter.load(PAID), path, jobs=2)
    next(records)
    records.close()  # type: ignore[attr-defined]  # a generator; the processes end with it


def test_what_cannot_be_meant(tmp_path: Path) -> None:
    filters = pipefilter.load(PAID)
    with pytest.raises(UnreadableInput, match="there is no file"):
        pipefilter.filter(filters, tmp_path / "none.jsonl")
    with pytest.raises(ValueError, match="jobs must be 1 or more"):
        pipefilter.filter(filters, tmp_path, jobs=0)

"""`pipefilter.filter`: the Python value equals the output of `pipefilter filter --json`."""

from __future__ import annotations

import gzip
import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from command_arguments import CommandArguments, cases_of
from command_cases import Case, put_files

import pipefilter
from pipefilter.application.filter import UnevaluatedRecord, UnevaluatedRecords
from pipefilter.cli.main import main
from pipefilter.errors import PipefilterError, UnreadableInput

FILTERED = [
    (case, arguments)
    for case, arguments in cases_of(
        "filter", {"--service", "--source", "--jobs", "-j"}, {"-v", "--invert-match"}
    )
    if len(arguments.names) > 1
]


def test_there_are_many() -> None:
    assert len(FILTERED) >= 20


@pytest.mark.filterwarnings("ignore:.*PF411")  # what the command prints of content after the end
@pytest.mark.parametrize(("case", "arguments"), FILTERED, ids=[case["name"] for case, _ in FILTERED])
def test_the_records_equal_the_command_output(
    case: Case,
    arguments: CommandArguments,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    put_files(case)
    name, *files = arguments.names
    options: dict[str, Any] = {
        key: arguments.values[key] for key in ("service", "source") if key in arguments.values
    }
    invert = bool(arguments.flags & {"v", "invert-match"})
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
    assert printed[-1].get("summary", {}).get("read") or faults  # else NoEvents is raised
    events = [line for line in printed if line.get("verdict") in ("match", "no_match")]
    assert [(each.file, each.line, each.column, each.pointer, each.text) for each in kept] == [
        (line["event"], line["line"], line["column"], line.get("record", ""), line["text"]) for line in events
    ]
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


def test_undecided_records_are_not_lost(tmp_path: Path) -> None:
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


def test_a_truncated_file(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl.gz"
    whole = gzip.compress("\n".join([message("paid")] * 2000).encode())
    path.write_bytes(whole[: len(whole) // 2])
    faults: list[UnevaluatedRecord] = []
    list(pipefilter.filter(pipefilter.load(PAID), path, on_unevaluated=faults.append))
    assert [(fault.line, fault.problem) for fault in faults if not fault.line] == [(0, None)]
    assert str(faults[-1]).startswith(f"{path}: ")


@pytest.mark.slow
def test_in_several_processes(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_text("\n".join(message("paid" if number % 3 else "sent") for number in range(1000)))
    filters = pipefilter.load(PAID)
    assert list(pipefilter.filter(filters, path, jobs=2)) == list(pipefilter.filter(filters, path))


@pytest.mark.slow
def test_an_iterator_may_be_abandoned(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_text("\n".join([message("paid")] * 12_000))
    records = pipefilter.filter(pipefilter.load(PAID), path, jobs=2)
    next(records)
    records.close()  # type: ignore[attr-defined]  # a generator; the processes end with it


def test_invalid_arguments(tmp_path: Path) -> None:
    filters = pipefilter.load(PAID)
    with pytest.raises(UnreadableInput, match="there is no file"):
        pipefilter.filter(filters, tmp_path / "none.jsonl")
    with pytest.raises(ValueError, match="jobs must be at least 1"):
        pipefilter.filter(filters, tmp_path, jobs=0)


def test_equal_records_are_all_reported(tmp_path: Path) -> None:
    """Records of one envelope share a place in the file, and the reason: each is reported, by its pointer."""
    path = tmp_path / "answer.json"
    messages = [
        {"MessageId": str(number), "ReceiptHandle": "r", "MD5OfBody": "m", "Body": "{}"} for number in range(3)
    ]
    path.write_text(json.dumps({"Messages": messages}))
    filters = pipefilter.load({"data": {"a": [1]}}, source="kinesis")
    faults: list[UnevaluatedRecord] = []
    assert list(pipefilter.filter(filters, path, on_unevaluated=faults.append)) == []
    assert [fault.pointer for fault in faults] == ["/Messages/0", "/Messages/1", "/Messages/2"]
    assert str(faults[1]).startswith(f"{path}:1:1 /Messages/1: no verdict: ")
    with pytest.raises(UnevaluatedRecords, match="3 records have no verdict"):
        list(pipefilter.filter(filters, path))


def test_filters_may_be_whatever_load_accepts(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_text(message("paid"))
    assert len(list(pipefilter.filter(PAID, path))) == 1
    with pytest.raises(TypeError, match="a list is not a pattern"):
        pipefilter.filter([PAID], path)  # type: ignore[arg-type]  # the fault that is tested


@pytest.mark.parametrize("text", ["", "\n", "[]", '{"Records": []}'])
def test_nothing_to_evaluate(text: str, tmp_path: Path) -> None:
    """Like the command, it reports which file is empty."""
    path = tmp_path / "empty.json"
    path.write_text(text)
    with pytest.raises(pipefilter.NoEvents, match=r"empty\.json: no events found"):
        list(pipefilter.filter(pipefilter.load(PAID), path))
    with pytest.raises(pipefilter.NoEvents, match="there are no files to read"):
        list(pipefilter.filter(pipefilter.load(PAID), []))


def test_an_event_itself() -> None:
    (kept,) = pipefilter.filter(pipefilter.load(PAID), message("paid"))
    assert (kept.file, kept.value["messageId"]) == ("<argument>", "1")

"""Files of cases: what is read, and what is wrong with a line, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

import pipefilter
from pipefilter.testing import EventCase, event_cases
from pipefilter.testing.event_case_file import read_event_cases

LINE = '{"name": "paid", "event": {"a": 1.50, "a": [2]}, "matches": true}'


def cases_in(folder: Path, data: bytes | str) -> list[EventCase]:
    path = folder / "events.jsonl"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_event_cases(path, "events.jsonl")


@pytest.mark.parametrize(
    "data",
    [
        LINE.encode(),
        LINE.encode() + b"\n",
        b"\xef\xbb\xbf" + LINE.encode() + b"\r\n",
        b"\r\n\n  \n" + LINE.encode() + b"  \r\n\r\n",
        b" \t" + LINE.encode(),
    ],
    ids=["bare", "line", "BOM and CRLF", "empty lines", "indented"],
)
def test_the_event_is_kept_as_written(tmp_path: Path, data: bytes) -> None:
    (case,) = cases_in(tmp_path, data)
    line = data[: data.index(b"{")].count(b"\n") + 1
    assert case == EventCase("paid", '{"a": 1.50, "a": [2]}', matches=True, place=f"events.jsonl:{line}")


def test_names_are_optional(tmp_path: Path) -> None:
    cases = cases_in(tmp_path, '{"event": {}, "matches": false}\n\n{"event": [], "matches": true}\n')
    assert [(case.name, case.matches) for case in cases] == [("line 1", False), ("line 3", True)]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"event": {}}', 'events.jsonl:2:1: "matches" is missing: write true or false'),
        ('{"matches": true}', 'events.jsonl:2:1: "event" is missing'),
        (
            '{"event": {}, "match": true}',
            'events.jsonl:2:24: "match" is not a member of a case: did you mean "matches"?',
        ),
        (
            '{"event": {}, "matches": true, "é😀": 1}',
            'events.jsonl:2:39: "é😀" is not a member of a case: a case has name, event and matches',
        ),
        ('{"event": {}, "matches": 1}', 'events.jsonl:2:26: "matches" is neither true nor false'),
        ('{"event": {}, "matches": "true"}', 'events.jsonl:2:26: "matches" is neither true nor false'),
        ('{"event": "{}", "matches": true}', 'events.jsonl:2:11: "event" is not an object'),
        ('{"event": {}, "matches": true, "name": 5}', 'events.jsonl:2:40: "name" is not a string'),
        ('{"event": {}, "matches": true, "name": ""}', 'events.jsonl:2:40: "name" is empty'),
        ('{"event": {}, "matches": true, "matches": false}', 'events.jsonl:2:43: "matches" is repeated'),
        (
            '{"event": {}, "matches": true} {}',
            "events.jsonl:2:31: a line must contain nothing after its object",
        ),
        (
            '{"event": {}, "matches": true, "name": "paid"}',
            "events.jsonl:2: events.jsonl:1 has the name 'paid', too",
        ),
    ],
)
def test_lines_that_are_no_cases(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(pipefilter.UnreadableInput) as raised:
        cases_in(tmp_path, f"{LINE}\n{line}\n")
    assert str(raised.value) == message


@pytest.mark.parametrize("line", ['{"event": {"a": }', '{"event": {},', "nothing", "[1]", "5", '{"event": {}'])
def test_lines_that_are_not_json(tmp_path: Path, line: str) -> None:
    with pytest.raises(pipefilter.UnreadableInput, match=r"^events\.jsonl:2:\d+  PF1\d\d  "):
        cases_in(tmp_path, f"{LINE}\n{line}\n")


def test_lines_that_are_not_utf_8(tmp_path: Path) -> None:
    with pytest.raises(pipefilter.UnreadableInput, match=r"^events\.jsonl:2:12: not UTF-8"):
        cases_in(tmp_path, LINE.encode() + b'\n{"event": "\xe9"}')


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\r\n \n"], ids=repr)
def test_empty_files(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(pipefilter.UnreadableInput, match=r"^events\.jsonl: no cases found$"):
        cases_in(tmp_path, data)


def test_a_missing_file() -> None:
    with pytest.raises(pytest.Collector.CollectError, match=r"^cannot read missing\.jsonl: No such file"):
        event_cases("missing.jsonl")


def test_a_case_asserts_its_verdict() -> None:
    pattern = {"a": [2]}
    EventCase("paid", '{"a": 2}', matches=True, place="events.jsonl:1").assert_verdict(pattern)
    EventCase("open", '{"a": 3}', matches=False, place="events.jsonl:2").assert_verdict(pattern)
    with pytest.raises(AssertionError) as raised:
        EventCase("open", '{"a": 2}', matches=False, place="events.jsonl:2").assert_verdict(pattern)
    assert str(raised.value).startswith("events.jsonl:2 (open): the event matches the pattern\n")

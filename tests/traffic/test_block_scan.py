"""Files of events evaluated block by block: each event once, wherever blocks end, and kept unchanged."""

from __future__ import annotations

import io
import json
import pickle
import re
from dataclasses import replace
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from thoroughness import mostly_nightly

import pipefilter
from pipefilter.errors import InvalidEvent
from pipefilter.matching.matcher import Matcher
from pipefilter.scanning.block_scan import BlockScanner
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.blocks import blocks
from pipefilter.scanning.events.event_texts import event_texts
from pipefilter.scanning.events.scan_result import ScanOptions, ScanResult
from pipefilter.scanning.scan_job import ScanJob, UnitScanner
from pipefilter.scanning.scanner_for import MatcherScanner, scanner_for

PATTERN = pipefilter.parse('{"a": {"b": ["x", {"numeric": [">", 1]}]}}')
ALL = ScanOptions(lines=True, events=True, misses=1000, faults=1000)

EVENTS = st.sampled_from(
    (
        {"a": {"b": "x"}},
        {"a": {"b": "y"}},
        {"a": {"b": 2}, "c": [{"d": "\n{"}]},
        {},
        {"a": {"b": [1, 3]}},
        {"c": [{"a": {"b": "x"}}, {}]},
    )
)
PIECES = st.one_of(
    EVENTS.map(json.dumps),
    EVENTS.map(json.dumps),
    EVENTS.map(lambda event: json.dumps(event, indent=1)),
    EVENTS.map(lambda event: json.dumps(event, indent=0)),
    st.lists(EVENTS.map(json.dumps), min_size=2, max_size=3).map(" ".join),
    EVENTS.map(lambda event: "  " + json.dumps(event) + "  "),
    EVENTS.flatmap(lambda event: st.integers(1, 12).map(lambda at: json.dumps(event)[:at])),
    st.sampled_from(("", " ", "x", "[]", "}", '"', "\ufeff{}", '{"a":\x00}', "{}}", "\u2028", "[1,")),
    st.sampled_from(("\r", '{"a":\r{"b":"x"}}', '{"a":{"b":"x"}}\r{}', '\r{"a":{"b":"x"}}\r\r', "{}\r{\r}\r")),
)
FILES = st.builds(
    lambda first, rest, end, last: end.join([json.dumps(first), *rest]) + last,
    EVENTS,
    st.lists(PIECES, max_size=8),
    st.sampled_from(("\n", "\r\n")),
    st.sampled_from(("", "\n")),
)


def verdicts_by_reading(data: bytes) -> list[tuple[int, int, object]]:
    """Line, column and verdict of each event, as `pipefilter test` reports them."""
    matcher = Matcher(PATTERN)
    verdicts: list[tuple[int, int, object]] = []
    for event in event_texts(io.BytesIO(data)):
        try:
            verdicts.append((event.line, event.column, matcher.matches(event.text)))
        except InvalidEvent:
            verdicts.append((event.line, event.column, "malformed"))
    return verdicts


def judged(data: bytes, selection: ScanOptions, size: int = 1 << 18) -> ScanResult:
    """The tally of a whole file."""
    block_scanner = BlockScanner(scanner_for(PATTERN), selection)
    return ScanResult.joined(block_scanner.scan(block) for block in blocks(io.BytesIO(data), size=size))


@given(FILES, st.integers(1, 60))
def test_blocks_are_evaluated_like_the_file(text: str, size: int) -> None:
    """Each event is reported once, with its place and verdict, however the file is split into blocks."""
    data = text.encode()
    tally = judged(data, ALL, size)
    places: list[tuple[int, int, object]] = [(event.line, event.column, True) for event in tally.kept_events]
    places += [(miss.line, miss.column, False) for miss in tally.misses]
    places += [(fault.line, fault.column, "malformed") for fault in tally.faults]
    assert sorted(places, key=str) == sorted(verdicts_by_reading(data), key=str)
    assert (tally.matched, tally.not_matched, tally.malformed) == (
        len(tally.kept_events),
        len(tally.misses),
        len(tally.faults),
    )


@given(FILES, st.integers(1, 60), st.booleans())
def test_kept_lines_are_the_events(text: str, size: int, others: bool) -> None:
    """Each kept line is one event, and evaluates alone as it did in the file; counts alone are the same."""
    data = text.encode()
    tally = judged(data, ScanOptions(lines=True, inverted=others), size)
    lines = tally.kept_lines.split(b"\n")[:-1]
    assert len(lines) == tally.kept == (tally.not_matched if others else tally.matched)
    matcher = Matcher(PATTERN)
    assert all(matcher.matches(line) is not others for line in lines)
    counted = judged(data, ScanOptions(inverted=others), size)
    assert replace(tally, kept_lines=b"") == counted


@given(st.lists(EVENTS.map(json.dumps), min_size=1), st.sampled_from(("\n", "\r\n", " \n")), st.integers(1, 60))
def test_json_lines_are_kept_byte_for_byte(events: list[str], end: str, size: int) -> None:
    """Lines that hold one event each are kept unchanged; matches and non-matches together are the file."""
    data = "".join(event + end for event in events).encode()
    matching = judged(data, ScanOptions(lines=True), size).kept_lines.splitlines(keepends=True)
    others = judged(data, ScanOptions(lines=True, inverted=True), size).kept_lines.splitlines(keepends=True)
    assert sorted(matching + others) == sorted(data.splitlines(keepends=True))


@pytest.mark.parametrize("size", [20, 100, 1 << 18])
@pytest.mark.parametrize("indent", [0, 1, 2])
def test_events_over_several_lines(indent: int, size: int) -> None:
    """With any indent, even none, where nested objects start lines just as events do."""
    events = [{"a": {"b": "xy"[number % 2]}, "c": [{"d": 1, "e": [{}, {"f": []}, {}]}]} for number in range(20)]
    for end in ("\n", "\r\n"):
        text = end.join(json.dumps(event, indent=indent).replace("\n", end) for event in events)
        tally = judged(text.encode(), ALL, size)
        assert (tally.matched, tally.not_matched, tally.malformed) == (10, 10, 0)
        assert [json.loads(event.text) for event in tally.kept_events] == events[::2]


@pytest.mark.parametrize("size", [20, 100, 1 << 18])
@pytest.mark.parametrize("indent", [0, 1, 2])
def test_multiline_events_with_timestamps(indent: int, size: int) -> None:
    """Even if a line starts like a year."""
    events = [{"a": {"b": "xy"[number % 2]}, "c": [2, 2026, {"d": {}}]} for number in range(20)]
    text = "".join(f"2026-11-23T10:00:00.000Z {json.dumps(event, indent=indent)}\n" for event in events)
    tally = judged(text.encode(), ALL, size)
    assert (tally.matched, tally.not_matched, tally.malformed) == (10, 10, 0)
    assert [json.loads(event.text) for event in tally.kept_events] == events[::2]


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s"{}\[\],:]+')


@given(
    st.lists(EVENTS, min_size=1, max_size=5),
    st.lists(st.sampled_from(("", " ", "\n", "\n  ", "\n\n", "\r\n", "\t")), min_size=1),
    st.sampled_from(("", "2026-11-23T10:00:00.000Z ")),
    st.integers(1, 60),
)
def test_line_breaks_anywhere(events: list[object], blanks: list[str], time: str, size: int) -> None:
    """JSON may have line breaks between any two tokens, so an object inside an event can start a line."""
    text = ""
    for event in events:
        laid_out = zip(_TOKEN.findall(json.dumps(event)), cycle(blanks))
        text += time + "".join(token + blank for token, blank in laid_out).rstrip() + "\n"
    tally = judged(text.encode(), ALL, size)
    assert (tally.matched + tally.not_matched, tally.malformed) == (len(events), 0)
    assert [json.loads(event.text) for event in tally.kept_events] == [
        event for event in events if pipefilter.matches(PATTERN, json.dumps(event))
    ]


@given(
    st.lists(EVENTS, min_size=2, max_size=8),
    st.sampled_from((None, 0, 1)),
    st.sampled_from(("\n", "\r\n")),
    st.booleans(),
    st.integers(1, 60),
)
def test_indented_events(events: list[object], indent: int | None, end: str, is_timed: bool, size: int) -> None:
    """If events are indented, blocks end after complete events."""
    time = "2026-11-23T10:00:00Z" if is_timed else ""
    text = "".join(f"{time} {json.dumps(event, indent=indent)}\n" for event in events)
    data = text.replace("\n", end).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipefilter.scanning.events.pending_lines._LONG", size)
        tally = judged(data, ALL, size)
    assert (tally.matched + tally.not_matched, tally.malformed) == (len(events), 0)


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    mostly_nightly(
        map(pytest.param, [b' {"a": {"b": "x"}}\n', b" {\n}\n", b"1,2\n", b"x\n", b'{"a": {"b": "x"}},\n']), 5
    ),
)
def test_blocks_stay_small(line: bytes) -> None:
    """Even if no line marks the start of an event; but one long event stays in one block."""
    data = line * (2_000_000 // len(line))
    cut = [block.data for block in blocks(io.BytesIO(data))]
    assert b"".join(cut) == data
    assert max(map(len, cut)) <= 3 << 19
    assert all(block.endswith(line) for block in cut)


@pytest.mark.nightly
def test_a_long_event_is_not_split() -> None:
    """Even if for megabytes no line marks the start of an event."""
    event = b'{"a":\n{"b":"x"},"c":[' + b"1,\n" * 400_000 + b"2]\n}\n"
    data = b"{}\n" + event + b" {}\n"
    assert max(len(block.data) for block in blocks(io.BytesIO(data))) >= len(event)
    tally = judged(data, ALL)
    assert (tally.matched, tally.not_matched, tally.malformed) == (1, 2, 0)


def test_plain_text_between_events_is_counted() -> None:
    """Even after the limit of reported faults."""
    data = b'{"a":{"b":"x"}}\n' + b"START RequestId: 1\n" * 30 + b'{"a":\n "x"}\n' + b"REPORT\n"
    tally = judged(data, ScanOptions(lines=True, faults=2))
    assert (tally.matched, tally.not_matched, tally.malformed, len(tally.faults)) == (1, 1, 31, 2)


@given(FILES)
def test_without_native_libraries(text: str) -> None:
    """The verdicts are the same if the matcher evaluates every line."""
    data = text.encode()
    plain = BlockScanner(MatcherScanner(Matcher(PATTERN).matches_tree), ALL)
    assert ScanResult.joined(plain.scan(block) for block in blocks(io.BytesIO(data))) == judged(data, ALL)


def test_strict_stops_at_the_first_malformed_event() -> None:
    """Matches before it are kept; nothing after it is read."""
    data = b'{"a":{"b":"x"}}\nxx\n{"a":{"b":"x"}}\n'
    tally = judged(data, ScanOptions(lines=True, strict=True, faults=5))
    assert (tally.kept_lines, tally.malformed, tally.matched) == (b'{"a":{"b":"x"}}\n', 1, 1)


def test_lines_with_timestamps() -> None:
    """CloudWatch Logs exports lines with a timestamp: kept with it, evaluated without it."""
    data = b'2026-11-23T10:00:00.000Z {"a":{"b":"x"}}\n2026-11-23T10:00:01.000Z {"a":{"b":"y"}}\n'
    tally = judged(data, ALL)
    assert tally.kept_lines == data.splitlines(keepends=True)[0]
    assert tally.kept_events[0].text == '{"a":{"b":"x"}}'
    assert (tally.matched, tally.not_matched, tally.malformed) == (1, 1, 0)
    broken = judged(data + b"2026-11-23T10:00:02.000Z started\n", ALL)
    assert (broken.malformed, broken.faults[0].line) == (1, 3)


def test_lines_with_timestamps_with_an_offset() -> None:
    """Any timestamp format that marks the file as timestamped."""
    data = b'2026-11-23T10:00:00+01:00 {"a":{"b":"x"}}\n2026-11-23T10:00:00,5Z {"a":{"b":"y"}}\n'
    tally = judged(data, ALL)
    assert (tally.matched, tally.not_matched, tally.malformed) == (1, 1, 0)
    assert tally.kept_lines == data.splitlines(keepends=True)[0]


def test_places_of_events_that_share_lines() -> None:
    """A fault in an array element is reported at its place in the file."""
    data = b'[{"a":{"b":"x"}},\n  {"a": {"b":\n "y"}}, {"a": nul}]'
    tally = judged(data, ALL)
    assert [(event.line, event.column) for event in tally.kept_events] == [(1, 2)]
    assert [(miss.line, miss.column, miss.text) for miss in tally.misses] == [(2, 3, '{"a": {"b":  "y"}}')]
    assert (tally.faults[0].line, tally.faults[0].column) == (3, 9)


@pytest.mark.parametrize("selection", [ScanOptions(), ScanOptions(lines=True), ALL])
def test_messages_between_processes_can_be_pickled(selection: ScanOptions) -> None:
    """The job, the units and the tally."""
    data = b'{"a":{"b":"x"}}\n{"a":{"b":"y"}}\n{"a":\n'
    judging = pickle.loads(pickle.dumps(ScanJob(PATTERN, selection)))  # noqa: S301 - our own
    tally = UnitScanner(judging).scan(pickle.loads(pickle.dumps(Block(data, 1, 0))))  # noqa: S301 - our own
    assert pickle.loads(pickle.dumps(tally)) == tally  # noqa: S301 - our own
    assert (tally.matched, tally.not_matched, tally.malformed) == (1, 1, 1)

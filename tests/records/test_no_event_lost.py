"""Each intact event in a file is found, in any form and with any number of processes.

The reference reader is as simple as possible: it has the whole file in memory, and knows nothing about
blocks, parts, or framing.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from units_in_one_process import ResultsInOneProcess

import pipefilter
from pipefilter.cli.inputs.files import opened
from pipefilter.scanning import scan_job as judging
from pipefilter.scanning import traffic_units, worker_processes
from pipefilter.scanning.events import pending_lines
from pipefilter.scanning.events.scan_result import ScanOptions
from pipefilter.scanning.scan_files import scan_files
from pipefilter.scanning.scan_job import ScanJob

PATTERN = pipefilter.parse('{"a": ["x"]}')
ALL = ScanOptions(events=True, misses=10_000, faults=10_000)
ONLY_COUNTED = replace(ALL, faults=0)
DECODER = json.JSONDecoder()


def intact_events(data: bytes) -> list[Any]:
    """The events of a file: all objects, and those in lists of objects.

    A malformed event ends a list; reading continues with the next line.
    """
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = data.decode("utf-16") if is_utf16 else data.decode("utf-8-sig", "surrogateescape")
    text = re.sub(r"(?m)^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (?=\{)", "", text)
    is_list = re.match(r'\s*(?:\[|\{\s*"Records"\s*:\s*\[)', text) is not None
    events: list[Any] = []
    at = 0
    while True:
        between = re.compile(r'(?:[\s,\]}\[]|\{\s*"Records"\s*:\s*\[)*').match(text, at)
        assert between is not None
        at = between.end()
        if at == len(text):
            return events
        try:
            value, at = DECODER.raw_decode(text, at)
        except ValueError:
            if is_list:
                return events
            at = after_malformed(text, at)
        else:
            events += [value] if isinstance(value, dict) else []


TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|"|[]{}[]|\n[ \t\r]*(?:,[ \t\r]*)?(?=\{)')


def after_malformed(text: str, at: int) -> int:
    """The offset at which the next event may begin: after the closing bracket, or at the next line that begins an object.

    Text that begins with no bracket extends to the end of its line, and so does an object with an unterminated string.
    """
    depth = 0
    for token in TOKEN.finditer(text, at) if text[at] == "{" else ():
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token[0], 0)
        if not depth or token[0].startswith("\n"):
            return token.end()
        if token[0] == '"':
            at = token.end()
            break
    else:
        if text[at] == "{":
            return len(text)
    return (text.find("\n", at) + 1) or len(text)


@dataclass(frozen=True)
class Sizes:
    """The sizes at which a file is cut: blocks, parts of the file, and chunks for processes."""

    block: int
    part: int
    sent: int
    long: int


@dataclass(frozen=True)
class Outcome:
    """The result of reading a file."""

    events: list[tuple[int, int, str]]
    faults: list[tuple[int, int, str]]
    unreadable: list[str]
    lines: int
    malformed: int


def outcome(
    path: Path,
    jobs: int,
    sizes: Sizes | None,
    change: Callable[[], None] | None = None,
    requested: ScanOptions = ALL,
) -> Outcome:
    """The result with this many processes; after the first piece, the file may be changed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker_processes, "WorkerProcesses", ResultsInOneProcess)
        if sizes is not None:
            patch.setattr(traffic_units, "BLOCK_SIZE", sizes.block)
            patch.setattr(judging, "BLOCK_SIZE", sizes.block)
            patch.setattr(traffic_units, "_RANGE", sizes.part)
            patch.setattr(traffic_units, "_PART", sizes.sent)
            patch.setattr(pending_lines, "_LONG", sizes.long)
        pieces = []
        for piece in scan_files([str(path)], opened, ScanJob(PATTERN, requested), jobs):
            pieces.append(piece)
            if change is not None and len(pieces) == 1:
                change()
    kept = [event for piece in pieces for event in (*piece.result.kept_events, *piece.result.misses)]
    return Outcome(
        sorted((event.line, event.column, event.text) for event in kept),
        [(fault.line, fault.column, fault.reason) for piece in pieces for fault in piece.result.faults],
        [piece.unreadable for piece in pieces if piece.unreadable],
        sum(piece.result.lines for piece in pieces),
        sum(piece.result.malformed for piece in pieces),
    )


STRINGS = st.lists(
    st.sampled_from(
        (*'{}[]",:\\\n\r\t é😀xn', "\u2028", "\ud83d", '{"a":"x"}', '\\"', '"Records":[', "\\\\", "},\n{")
    ),
    max_size=8,
).map("".join)
VALUES = st.recursive(
    STRINGS | st.sampled_from((0, -1.5, 10**20, True, None)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(STRINGS, inner, max_size=3),
    max_leaves=6,
)
EVENTS = st.builds(lambda a, more: {"a": a, "b": more}, st.sampled_from(("x", "y", {}, [])), VALUES)


@st.composite
def event_texts(draw: st.DrawFn) -> str:
    """One event, with more or less white space."""
    ascii_only = draw(st.booleans())
    text = json.dumps(
        draw(EVENTS), ensure_ascii=ascii_only, indent=draw(st.sampled_from((None, None, None, 0, 2)))
    )
    # half a pair is not UTF-8: it is written as an escape
    return text.replace("\ud83d", "\\ud83d") if not ascii_only else text


LINES = event_texts() | st.sampled_from(
    (
        *("", " ", "\t", ",", "INFO started", "}", "]", '{"a" "x"}', "1", '"', '{"a":[}]', '{"a":"\\x"}'),
        *('{"a":1} {"a":2}', '{"a":1}, {"a":2},'),
    )
)
BEFORE_LINES = st.sampled_from(("", "", "", ",", " , ", "  ", "} "))
AFTER_LINES = st.sampled_from(("", "", "", ",", " ,  ", " ", "\r"))
TIME = "2026-11-23T10:00:00Z "


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A file in any form, possibly truncated."""
    form = draw(st.sampled_from(("lines", "lines", "times", "array", "concatenated", "Records")))
    indent = draw(st.sampled_from((None, None, 0, 1)))
    if form == "lines":
        lines = draw(st.lists(st.tuples(BEFORE_LINES, LINES, AFTER_LINES).map("".join), max_size=12))
        text = "\n".join(lines)
    elif form == "times":
        events = draw(st.lists(EVENTS, max_size=8))
        text = "".join(f"{TIME}{json.dumps(event)}\n" for event in events)
    elif form == "array":
        text = json.dumps(draw(st.lists(EVENTS, max_size=8)), indent=indent)
    elif form == "concatenated":
        text = draw(st.sampled_from(("", " ", "\n"))).join(map(json.dumps, draw(st.lists(EVENTS, max_size=8))))
    else:
        wrappers = draw(st.lists(st.lists(EVENTS, min_size=1, max_size=4), max_size=3))
        text = "\n".join(json.dumps({"Records": events}, indent=indent) for events in wrappers)
    if draw(st.booleans()):
        text += "\n"
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    text = text[: draw(st.sampled_from((len(text),) * 3 + tuple(range(len(text)))))]
    return text.encode(draw(st.sampled_from(("utf-8", "utf-8", "utf-8-sig", "utf-16"))))


SIZES = st.builds(Sizes, st.integers(1, 60), st.integers(1, 120), st.integers(1, 60), st.integers(1, 100))


@given(files(), SIZES)
@example(b'{"a":"y"}\n,{"b":[1,\n,{"a":"x"}\n,{"a":"y"}\n', Sizes(1, 1, 1, 1))
@example(b'[\n{"a":"x"},\n{"a":[\n{"a":"x"},\n', Sizes(1, 1, 1, 1))
@example(b'{"a":"y"}\n{"a":[\n{"a":"x"},\n\r\n,{"a":"x"},\n{"a":', Sizes(3, 7, 5, 1))
@example(b'\n} \r\n} {"a" "x"}\n} {"a": "y", "b": {}}', Sizes(1, 1, 1, 1))
@example(b'{"a":{\n,{"a": "x"}\n} {"a": "x", "b": ""}', Sizes(1, 1, 1, 1))
@example(b'{"x":[\n{"a":1} {"a":1}\n', Sizes(1, 1, 1, 1))
@example(b'{"a":{\n' + b'{"a":"x"}\n' * 9 + b'}} {"a":1}\n{"a":"y"}\n', Sizes(40, 40, 40, 40))
def test_no_intact_event_is_lost(data: bytes, sizes: Sizes) -> None:
    """All events that the simple reader finds are found, and with any number of processes the same."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "e.json")
        path.write_bytes(data)
        whole = outcome(path, 1, None)
        for jobs in (1, 2, 3):
            assert outcome(path, jobs, sizes) == whole
            # faults that are not kept are only counted, and the counts are the same
            counted = outcome(path, jobs, sizes, requested=ONLY_COUNTED)
            assert replace(counted, faults=whole.faults) == whole
    assert [json.loads(text) for _, _, text in whole.events] == intact_events(data)

"""Selects the matching records in large volumes of traffic: `pipefilter filter` for programs."""

from __future__ import annotations

import json
import reprlib
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import field
from pathlib import Path

from pipefilter.application.input_files import shown_name
from pipefilter.application.loading import load
from pipefilter.application.no_events import NoEvents, no_events_message
from pipefilter.application.pattern_input import PatternInput
from pipefilter.application.traffic_inputs import opened_traffic, traffic_sizes
from pipefilter.dataclass import dataclass
from pipefilter.errors import Problem, Undecided
from pipefilter.override import override
from pipefilter.scanning.events.scan_result import ScanOptions
from pipefilter.scanning.scan_files import ScannedPart, scan_files
from pipefilter.scanning.scan_job import ScanJob

__all__ = ["FilteredRecord", "UnevaluatedRecord", "UnevaluatedRecords", "filter"]

_MAX_LISTED = 10


@dataclass(frozen=True, slots=True)
class FilteredRecord:
    """A record or an event that is kept.

    Args:
        file: the name of its file.
        line: the line where its event starts, from 1.
        column: the column where its event starts, from 1.
        pointer: JSON pointer to it in its event, if it is a record in a wrapper; "" if it is the event itself.
        text: its JSON text.
    """

    file: str
    line: int
    column: int
    pointer: str
    text: str = field(repr=False)

    @property
    def value(self) -> dict[str, object]:
        """The record as a dict."""
        value = json.loads(self.text)
        assert isinstance(value, dict)
        return value


@dataclass(frozen=True, slots=True)
class UnevaluatedRecord:
    """A part of the traffic without a verdict.

    Args:
        file: the name of its file.
        line: the line where it starts, from 1; 0 if the rest of the file could not be read.
        column: the column where it starts, from 1; 0 if the rest of the file could not be read.
        reason: why there is no verdict, in a sentence.
        problem: what is wrong and where, if it is not a record.
        pointer: JSON pointer to it in its event, if it is a record in a wrapper.
    """

    file: str
    line: int
    column: int
    reason: str
    problem: Problem | None = None
    pointer: str = ""

    @override
    def __str__(self) -> str:
        if self.problem is not None:
            return self.problem.as_text(self.file).partition("\n")[0]
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}{f' {self.pointer}' if self.pointer else ''}: {self.reason}"


class UnevaluatedRecords(Undecided):
    """Some records have no verdict, and might match; `filter` raises it after the last record.

    Args:
        first: the first of these records.
        count: the number of these records.
    """

    def __init__(self, first: tuple[UnevaluatedRecord, ...], count: int) -> None:
        records = "1 record has" if count == 1 else f"{count} records have"
        super().__init__(f"{records} no verdict; the first: {first[0]}")
        self.first = first
        self.count = count

    @override
    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.first, self.count)


def filter(  # noqa: A001 - as the command is called
    filters: PatternInput,
    traffic: str | Path | Iterable[str | Path],
    *,
    invert: bool = False,
    jobs: int = 1,
    on_unevaluated: Callable[[UnevaluatedRecord], object] | None = None,
) -> Iterator[FilteredRecord]:
    """Read traffic, and keep the records that match.

    Args:
        filters: the result of `load`, or its argument.
        traffic: the names of files, folders, globs, or objects in S3 (`s3://bucket/key`), as `pipefilter filter`
            reads them: JSON lines, arrays, wrappers; plain, gzip or zstd. `-` is standard input.
        invert: keep the records that do not match.
        jobs: the number of processes.
        on_unevaluated: called with each record without a verdict; None to raise an error at the end.

    Returns:
        An iterator over the kept records, in the order of the files.

    Raises:
        UnreadableInput: there is no such file.
        NoEvents: at the end, if there was nothing to evaluate.
        TypeError: the traffic is not given as file names.
        UnevaluatedRecords: at the end, if records have no verdict, and `on_unevaluated` is None.
        WorkerDied: one of the processes was killed.
    """
    filters = load(filters)
    names = _names(traffic)
    if not isinstance(jobs, int) or jobs < 1:
        raise ValueError(f"jobs must be at least 1, not {reprlib.repr(jobs)}")
    if on_unevaluated is not None and not callable(on_unevaluated):
        raise TypeError(f"on_unevaluated must be a function, not {type(on_unevaluated).__name__}")
    files = [name for name, _ in traffic_sizes(names)]
    options = ScanOptions(events=True, inverted=invert, faults=sys.maxsize)
    pieces = scan_files(files, opened_traffic, ScanJob(filters.scanning(), options), jobs)
    return _kept(pieces, on_unevaluated, files)


def _names(traffic: str | Path | Iterable[str | Path]) -> list[str]:
    several = [traffic] if isinstance(traffic, str | Path) else traffic
    if isinstance(several, bytes | Mapping) or not isinstance(several, Iterable):
        raise TypeError(
            f"traffic must be file names, not {type(traffic).__name__}: for events in memory, use evaluate"
        )
    names = list(several)
    for name in names:
        if not isinstance(name, str | Path):
            raise TypeError(
                f"traffic must be file names, not {type(name).__name__}: for events in memory, use evaluate"
            )
    return [str(name) for name in names]


def _kept(
    pieces: Generator[ScannedPart],
    on_unevaluated: Callable[[UnevaluatedRecord], object] | None,
    files: Sequence[str],
) -> Iterator[FilteredRecord]:
    first: list[UnevaluatedRecord] = []
    last, count, read = None, 0, 0
    with closing(pieces):
        for piece in pieces:
            read += piece.result.read
            for unevaluated in _unevaluated(piece):
                # each part of an unreadable file may report it
                if not unevaluated.line and unevaluated == last:
                    continue
                last = unevaluated
                count += 1
                if on_unevaluated is not None:
                    on_unevaluated(unevaluated)
                elif len(first) < _MAX_LISTED:
                    first.append(unevaluated)
            name = shown_name(piece.name)
            for event in piece.result.kept_events:
                yield FilteredRecord(name, event.line, event.column, event.pointer, event.text)
    if first:
        raise UnevaluatedRecords(tuple(first), count)
    if not read and not count:
        raise NoEvents(no_events_message(files))


def _unevaluated(piece: ScannedPart) -> Iterator[UnevaluatedRecord]:
    name = shown_name(piece.name)
    for fault in piece.result.faults:
        yield UnevaluatedRecord(name, fault.line, fault.column, fault.reason, fault.problem, fault.pointer)
    if piece.unreadable:
        yield UnevaluatedRecord(name, 0, 0, piece.unreadable)

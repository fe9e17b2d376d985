"""Filters a file of events with one process and with two, next to reading its bytes and parsing its lines."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from benchmarks.one_pattern import PATTERNS
from pipefilter.language.parse import parse
from pipefilter.scanning.events.blocks import blocks
from pipefilter.scanning.events.scan_result import ScanOptions, ScanResult
from pipefilter.scanning.scan_files import scan_files
from pipefilter.scanning.scan_job import ScanJob

__all__ = ["FileRow", "best_times", "filtered", "parsed", "rows"]

_PATTERN_NAMES = {"records": "DynamoDB transition", "lots": "exact"}
_BLOCK = 1 << 18


@dataclass(frozen=True, slots=True)
class FileRow:
    """The measurement of one file.

    Args:
        jobs: the number of processes.
        counted: whether matches were only counted, not kept.
        events: the number of events.
        size: of the file in bytes.
        seconds: on the clock.
        of_reading: the time of reading the bytes alone, divided by it.
        of_parse: the time of reading and parsing each line, divided by it.
        of_one: the time of one process that does the same, divided by it.
    """

    jobs: int
    counted: bool
    events: int
    size: int
    seconds: float
    of_reading: float
    of_parse: float
    of_one: float


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    with Path(name).open("rb") as file:
        yield file


def filtered(path: Path, kind: str, jobs: int, *, counted: bool) -> int:
    """Filter a file, and return how many events it has.

    Args:
        path: of the file.
        kind: of its events.
        jobs: the number of processes.
        counted: only count the matches, and keep none.
    """
    job = ScanJob(parse(PATTERNS[_PATTERN_NAMES[kind]][1]), ScanOptions(lines=not counted))
    return ScanResult.joined(piece.result for piece in scan_files([str(path)], _opened, job, jobs)).read


def _read(path: Path) -> None:
    with path.open("rb", buffering=0) as file:
        while file.read(_BLOCK):
            pass


def parsed(path: Path) -> None:
    """Parse each line of a file with simdjson, and do nothing else."""
    from simdjson import Parser

    parse_line = Parser().parse
    with path.open("rb") as file:
        for block in blocks(file):
            for line in block.data.splitlines():
                parse_line(line)


def best_times(work: dict[object, Callable[[], object]], passes: int) -> dict[object, float]:
    """The least wall-clock time of each, in seconds; they take turns, so that noise of the machine is the same for all."""
    best = dict.fromkeys(work, float("inf"))
    for _ in range(passes):
        for name, run in work.items():
            start = time.perf_counter()
            run()
            best[name] = min(best[name], time.perf_counter() - start)
    return best


def rows(path: Path, kind: str, passes: int) -> list[FileRow]:
    """Measure one file.

    Args:
        path: of the file.
        kind: of its events.
        passes: the number of times for each.
    """
    events = filtered(path, kind, 1, counted=True)
    cases = [(jobs, counted) for counted in (False, True) for jobs in (1, 2)]
    work: dict[object, Callable[[], object]] = {
        "read": lambda: _read(path),
        "parse": lambda: parsed(path),
        **{case: partial(filtered, path, kind, case[0], counted=case[1]) for case in cases},
    }
    best = best_times(work, passes)
    size = path.stat().st_size
    return [
        FileRow(
            jobs,
            counted,
            events,
            size,
            took := best[jobs, counted],
            best["read"] / took,
            best["parse"] / took,
            best[1, counted] / took,
        )
        for jobs, counted in cases
    ]

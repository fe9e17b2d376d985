"""Filters a file of events with one process and with two, next to reading its bytes and parsing its lines."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from benchmarks.one_pattern import PATTERNS
from benchmarks.table import Figures, Sizes, Table
from benchmarks.traffic_file import write_traffic
from pipefilter.language.parse import parse
from pipefilter.scanning.events.blocks import blocks
from pipefilter.scanning.events.scan_result import ScanOptions, ScanResult
from pipefilter.scanning.scan_files import scan_files
from pipefilter.scanning.scan_job import ScanJob

__all__ = ["TABLES", "FileRow", "best_times", "figures", "filtered", "parsed", "rows"]

_PATTERN_NAMES = {"records": "DynamoDB transition", "lots": "exact"}
_BLOCK = 1 << 18
_CASES = [(jobs, counted) for counted in (False, True) for jobs in (1, 2)]
TABLES = (
    Table(
        "files",
        "A whole file, read from disk cache",
        (
            "Traffic",
            "Matches",
            "Processes",
            "Of one process",
            "Of parse alone",
            "Of reading alone",
            "Million events/s",
            "MB/s",
        ),
        tuple(
            (kind, "counted" if counted else "kept", str(jobs))
            for kind in _PATTERN_NAMES
            for jobs, counted in _CASES
        ),
    ),
)


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
    work: dict[object, Callable[[], object]] = {
        "read": lambda: _read(path),
        "parse": lambda: parsed(path),
        **{case: partial(filtered, path, kind, case[0], counted=case[1]) for case in _CASES},
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
        for jobs, counted in _CASES
    ]


def figures(sizes: Sizes) -> Iterator[Figures]:
    """The table, measured."""
    cells = []
    size = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.jsonl"
        for kind in _PATTERN_NAMES:
            write_traffic(path, kind, sizes.count, sizes.megabytes)
            for row in rows(path, kind, sizes.passes):
                size = max(size, row.size)
                cells.append(
                    (
                        kind,
                        "counted" if row.counted else "kept",
                        str(row.jobs),
                        f"{row.of_one:.2f}",
                        f"{row.of_parse:.0%}",
                        f"{row.of_reading:.0%}",
                        f"{row.events / row.seconds / 1e6:.2f}",
                        f"{row.size / row.seconds / 1e6:,.0f}",
                    )
                )
    yield Figures(TABLES[0], cells, f"The files have up to {size / 1e6:,.0f} MB.")

"""A file of events filtered by one process and by two, next to reading its bytes and to parsing its lines."""

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

__all__ = ["FileRow", "best_of", "filtered", "parsed", "rows"]

_OF_KIND = {"records": "DynamoDB transition", "lots": "exact"}
_BLOCK = 1 << 18


@dataclass(frozen=True, slots=True)
class FileRow:
    """What was measured of one file.

    Args:
        jobs: how many processes.
        counted: the matches were only counted, not kept.
        events: how many.
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
        jobs: in how many processes.
        counted: only count the matches, and keep none.
    """
    judging = ScanJob(parse(PATTERNS[_OF_KIND[kind]][1]), ScanOptions(lines=not counted))
    return ScanResult.joined(piece.result for piece in scan_files([str(path)], _opened, judging, jobs)).read


def _read(path: Path) -> None:
    with path.open("rb", buffering=0) as file:
        while file.read(_BLOCK):
            pass


def parsed(path: Path) -> None:
    """Parse each line of a file with simdjson, and do nothing else.

    Args:
        path: of the file.
    """
    from simdjson import Parser  # noqa: PLC0415 - not everywhere is one

    parse_line = Parser().parse
    with path.open("rb") as file:
        for block in blocks(file):
            for line in block.data.splitlines():
                parse_line(line)


def best_of(ways: dict[object, Callable[[], object]], passes: int) -> dict[object, float]:
    """The least time of each on the clock, in seconds; they take turns, so that none has the quieter machine.

    Args:
        ways: to be measured.
        passes: how many times each.
    """
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(passes):
        for name, way in ways.items():
            begin = time.perf_counter()
            way()
            best[name] = min(best[name], time.perf_counter() - begin)
    return best


def rows(path: Path, kind: str, passes: int) -> list[FileRow]:
    """Measure one file.

    Args:
        path: of the file.
        kind: of its events.
        passes: how many times each way.
    """
    events = filtered(path, kind, 1, counted=True)
    asked = [(jobs, counted) for counted in (False, True) for jobs in (1, 2)]
    ways: dict[object, Callable[[], object]] = {
        "read": lambda: _read(path),
        "parse": lambda: parsed(path),
        **{one: partial(filtered, path, kind, one[0], counted=one[1]) for one in asked},
    }
    best = best_of(ways, passes)
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
        for jobs, counted in asked
    ]

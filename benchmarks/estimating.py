"""Estimates a file of DynamoDB records with several candidate filters, next to parsing its lines and filtering it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from benchmarks.table import Figures, Sizes, Table
from benchmarks.traffic_file import write_traffic
from benchmarks.whole_files import best_times, filtered, parsed
from pipefilter.costs.traffic.counting import MAX_FAULTS, CountJob
from pipefilter.costs.traffic.files import count_files
from pipefilter.costs.traffic.queries import build_queries
from pipefilter.language.filter_criteria import parse_filters

__all__ = ["CANDIDATES", "TABLES", "EstimateRow", "figures", "rows"]

CANDIDATES = (
    '{"eventName": ["MODIFY"], "dynamodb": {"NewImage": {"state": {"S": ["PAID"]}}}}',
    '{"dynamodb": {"NewImage": {"state": {"S": ["SHIPPED"]}}, "OldImage": {"state": {"S": [{"anything-but": ["SHIPPED"]}]}}}}',
    '{"eventName": ["INSERT", "REMOVE"]}',
)
_CASES = [(count, jobs) for count in (1, len(CANDIDATES)) for jobs in (1, 2)]
TABLES = (
    Table(
        "estimate",
        "A file of DynamoDB records, what filters save of it estimated",
        (
            "Filters compared",
            "Processes",
            "Of filtering",
            "Of one process",
            "Of parse alone",
            "Million events/s",
            "MB/s",
        ),
        tuple((str(count), str(jobs)) for count, jobs in _CASES),
    ),
)


@dataclass(frozen=True, slots=True)
class EstimateRow:
    """The measurement of one set of candidates.

    Args:
        candidates: the number of filters.
        jobs: the number of processes.
        events: the number of events.
        size: of the file in bytes.
        seconds: on the clock.
        of_parse: the time of reading and parsing each line, divided by it.
        of_filter: the time of counting the matches of one pattern in as many processes, divided by it.
        of_one: the time of one process that does the same, divided by it.
    """

    candidates: int
    jobs: int
    events: int
    size: int
    seconds: float
    of_parse: float
    of_filter: float
    of_one: float


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    with Path(name).open("rb") as file:
        yield file


def _tallied(path: Path, count: int, jobs: int) -> int:
    probes = build_queries([(text, parse_filters(text)) for text in CANDIDATES[:count]])
    tallying = CountJob(probes, "pipe", "dynamodb")
    tally = tallying.nothing()
    for piece in count_files([str(path)], _opened, tallying, jobs):
        tally.join(piece.counts, max_faults=MAX_FAULTS)
    return tally.events


def rows(path: Path, passes: int) -> list[EstimateRow]:
    """Measure one file.

    Args:
        path: of the file, of DynamoDB records.
        passes: the number of times for each.
    """
    events = _tallied(path, 1, 1)
    work: dict[object, Callable[[], object]] = {
        "parse": lambda: parsed(path),
        **{jobs: partial(filtered, path, "records", jobs, counted=True) for jobs in (1, 2)},
        **{case: partial(_tallied, path, *case) for case in _CASES},
    }
    best = best_times(work, passes)
    size = path.stat().st_size
    return [
        EstimateRow(
            count,
            jobs,
            events,
            size,
            took := best[count, jobs],
            best["parse"] / took,
            best[jobs] / took,
            best[count, 1] / took,
        )
        for count, jobs in _CASES
    ]


def figures(sizes: Sizes) -> Iterator[Figures]:
    """The table, measured."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.jsonl"
        write_traffic(path, "records", sizes.count, sizes.megabytes)
        cells = [
            (
                str(row.candidates),
                str(row.jobs),
                f"{row.of_filter:.2f}",
                f"{row.of_one:.2f}",
                f"{row.of_parse:.0%}",
                f"{row.events / row.seconds / 1e6:.2f}",
                f"{row.size / row.seconds / 1e6:,.0f}",
            )
            for row in rows(path, sizes.passes)
        ]
    yield Figures(TABLES[0], cells)

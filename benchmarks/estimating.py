"""A file of DynamoDB records estimated with several candidate filters, next to parsing its lines and to filtering it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from benchmarks.whole_files import best_of, filtered, parsed
from pipefilter.costs.traffic.counting import MAX_FAULTS, CountJob
from pipefilter.costs.traffic.files import count_files
from pipefilter.costs.traffic.queries import build_queries
from pipefilter.language.filter_criteria import parse_filters

__all__ = ["CANDIDATES", "EstimateRow", "rows"]

CANDIDATES = (
    '{"eventName": ["MODIFY"], "dynamodb": {"NewImage": {"state": {"S": ["PAID"]}}}}',
    '{"dynamodb": {"NewImage": {"state": {"S": ["SHIPPED"]}}, "OldImage": {"state": {"S": [{"anything-but": ["SHIPPED"]}]}}}}',
    '{"eventName": ["INSERT", "REMOVE"]}',
)


@dataclass(frozen=True, slots=True)
class EstimateRow:
    """What was measured.

    Args:
        candidates: how many filters.
        jobs: how many processes.
        events: how many.
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
    what = CountJob(probes, "pipe", "dynamodb")
    tally = what.nothing()
    for piece in count_files([str(path)], _opened, what, jobs):
        tally.join(piece.counts, max_faults=MAX_FAULTS)
    return tally.events


def rows(path: Path, passes: int) -> list[EstimateRow]:
    """Measure one file.

    Args:
        path: of the file, of DynamoDB records.
        passes: how many times each way.
    """
    events = _tallied(path, 1, 1)
    asked = [(count, jobs) for count in (1, len(CANDIDATES)) for jobs in (1, 2)]
    ways: dict[object, Callable[[], object]] = {
        "parse": lambda: parsed(path),
        **{jobs: partial(filtered, path, "records", jobs, counted=True) for jobs in (1, 2)},
        **{one: partial(_tallied, path, *one) for one in asked},
    }
    best = best_of(ways, passes)
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
        for count, jobs in asked
    ]

"""The counts of `filter` and `estimate` for a file."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from pipefilter.costs.traffic.counting import MAX_FAULTS, CountJob
from pipefilter.costs.traffic.counts import TrafficCounts
from pipefilter.costs.traffic.files import count_files
from pipefilter.costs.traffic.queries import build_queries
from pipefilter.costs.traffic.source_detection import detect_file_source
from pipefilter.filtering.placement import Placement
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.scanning.events.scan_result import ScanResult


@contextmanager
def in_memory(data: bytes) -> Iterator[BinaryIO]:
    yield io.BufferedReader(io.BytesIO(data))


def counts_of(result: ScanResult) -> Counter[str]:
    return +Counter(
        match=result.matched,
        no_match=result.not_matched,
        undecided=result.undecided,
        invalid_event=result.malformed,
    )


def tallied(
    data: bytes, filters: FilterCriteria, placement: Placement, *, may_be_unreadable: bool = False
) -> TrafficCounts:
    """As `pipefilter estimate` counts it."""
    detected = detect_file_source(io.BytesIO(data))
    is_read = detected is not None and placement.usual_service.name in detected.services
    source = placement.source.name if placement.source else detected.name if detected and is_read else ""
    what = CountJob(build_queries([("p", filters)]), placement.usual_service.name, source, placement=placement)
    total = what.nothing()
    for piece in count_files(["-"], lambda _: in_memory(data), what, 1):
        assert may_be_unreadable or not piece.unreadable
        total.join(piece.counts, max_faults=MAX_FAULTS)
    return total

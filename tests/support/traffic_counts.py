"""The counts of `filter` and `estimate` for a file."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from pipefilter.costs.traffic.counting import MOST_FAULTS, Tallying
from pipefilter.costs.traffic.counts import Tally
from pipefilter.costs.traffic.files import tallied_traffic
from pipefilter.costs.traffic.queries import probes_of
from pipefilter.costs.traffic.source_detection import recognised_source
from pipefilter.filtering.placement import Placement
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.scanning.events.scan_result import Judged


@contextmanager
def in_memory(data: bytes) -> Iterator[BinaryIO]:
    yield io.BufferedReader(io.BytesIO(data))


def counts_of(result: Judged) -> Counter[str]:
    return +Counter(
        match=result.matched,
        no_match=result.not_matched,
        undecided=result.undecided,
        invalid_event=result.malformed,
    )


def tallied(
    data: bytes, filters: FilterCriteria, placement: Placement, *, may_be_unreadable: bool = False
) -> Tally:
    """As `pipefilter estimate` counts it."""
    detected = recognised_source(io.BytesIO(data))
    is_read = detected is not None and placement.usual_service.name in detected.services
    source = placement.source.name if placement.source else detected.name if detected and is_read else ""
    what = Tallying(probes_of([("p", filters)]), placement.usual_service.name, source, placement=placement)
    total = what.nothing()
    for piece in tallied_traffic(["-"], lambda _: in_memory(data), what, 1):
        assert may_be_unreadable or not piece.unreadable
        total.join(piece.tally, most_faults=MOST_FAULTS)
    return total

"""The events of a month that pass, the batches that they make, and the requests that AWS counts for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from fractions import Fraction

from pipefilter.costs.billing.batches import PerEvent, batches_by_window, chunks_per_event, full_batches
from pipefilter.costs.billing.setup import Setup
from pipefilter.costs.range import Range
from pipefilter.costs.traffic.counts import Signature, TrafficCounts
from pipefilter.dataclass import dataclass

__all__ = ["POLL", "Flow", "Shape", "traffic_shape"]

POLL = 250
"""Milliseconds between two polls of a shard: 4 a second.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-dynamodb.html"""
_STREAMS = ("dynamodb", "kinesis")


@dataclass(frozen=True, slots=True)
class Flow:
    """The events that pass in a month.

    Args:
        requests: that AWS counts for the batches, one for each 64 KB, rounded up.
        chunks: of 64 KB, rounded up for each single event.
        size: of all events, in bytes.
    """

    events: Fraction
    batches: Range[Fraction]
    requests: Range[Fraction]
    chunks: Fraction
    size: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a sample shows about the events that pass, whatever their number.

    Args:
        count: how many of the sample pass.
        low: per event, if batches are as full as possible.
        high: per event, if batches are not filled up after filtering.
        chunks: of 64 KB for a single event, rounded up.
        size: of a single event, in bytes, on average.
        polled: batches before filtering, for each event of the sample; None if `high` accounts for them.
    """

    count: int
    low: PerEvent
    high: PerEvent
    chunks: Fraction
    size: Fraction
    polled: Fraction | None

    def flow(self, passing: Fraction, of: Fraction) -> Flow:
        """The events that pass in a month.

        Args:
            passing: events a month that pass.
            of: events a month before filtering.
        """
        batches = Range.ordered(passing * self.low.batches, passing * self.high.batches)
        requests = Range.ordered(passing * self.low.requests, passing * self.high.requests)
        if self.polled is not None:  # `low` and `high` are the same
            # in the worst case each event that passes is alone in its batch, but no more batches than were polled pass
            limit = max(batches.low, min(passing, of * self.polled))
            batches = Range(batches.low, limit)
            requests = Range(requests.low, max(limit, requests.low))
        return Flow(passing, batches, requests, passing * self.chunks, passing * self.size)


def traffic_shape(counts: TrafficCounts, passing: Collection[Signature], setup: Setup) -> Shape:
    """What a sample shows about the events that pass.

    If none of them passes, all events stand for those that might.
    """
    sizes = counts.sizes(passing)
    count = sizes.total()
    all_sizes = counts.sizes()
    representative: Counter[int] = sizes if count else all_sizes
    chunks = chunks_per_event(representative)
    events = max(1, representative.total())
    mean = Fraction(sum(size * number for size, number in representative.items()), events)
    if not setup.has_batches:
        alone = PerEvent(Fraction(1), chunks)
        return Shape(count, alone, alone, chunks, mean, None)
    arrivals = counts.arrivals
    if setup.window is not None and arrivals is not None and arrivals.times:
        signatures = set(passing) & arrivals.known.keys() or arrivals.known.keys()
        window = max(int(setup.window * 1000), POLL if setup.source in _STREAMS else 0)
        low, high = batches_by_window(arrivals, signatures, setup.batch_size, window)
        return Shape(count, low, high, chunks, mean, None)
    full = full_batches(representative, setup.batch_size)
    # AWS's own example counts the batches of a pipe after filtering, and assumes that they are full
    if setup.service.name != "lambda":
        return Shape(count, full, full, chunks, mean, None)
    polled = full_batches(all_sizes, setup.batch_size).batches
    return Shape(count, full, full, chunks, mean, polled)

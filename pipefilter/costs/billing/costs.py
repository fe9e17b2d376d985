"""Bills of a month for any share of the events of a sample."""

from __future__ import annotations

from collections import Counter
from copy import copy
from fractions import Fraction

from pipefilter.costs.billing.batches import chunks_per_event
from pipefilter.costs.billing.bill import Bill
from pipefilter.costs.billing.flow import Flow, Shape, traffic_shape
from pipefilter.costs.billing.line_items import monthly_bill
from pipefilter.costs.billing.setup import Setup
from pipefilter.costs.prices.price import Prices
from pipefilter.costs.range import Range
from pipefilter.costs.traffic.counts import Signature, TrafficCounts
from pipefilter.costs.traffic.event_size import TIME_BYTES
from pipefilter.costs.volume.volume import Volume
from pipefilter.services import service_named

__all__ = ["Costs"]

_NO_BATCHES = Range.exactly(Fraction(0))
_NAMES = 32
"""Bytes assumed for source and detail type, if a record were sent to a bus."""


class Costs:
    """Computes the bills of a month from a sample."""

    def __init__(self, counts: TrafficCounts, setup: Setup, prices: Prices, volume: Volume) -> None:
        self._counts = counts
        self.setup = setup
        self._prices = prices
        self._month = volume.events
        self._shapes: dict[tuple[Signature, ...], Shape] = {}
        everything = traffic_shape(counts, counts.by_signature(), setup)
        self._everything = everything.flow(volume.events, volume.events)

    def bill(self, passing: tuple[Signature, ...], share: Fraction, *, is_filtered: bool = True) -> Bill:
        """The bill of a month.

        Args:
            passing: the signatures that pass, which determine the sizes and the times of the events.
            share: of all events that pass.
            is_filtered: whether there is a filter at all, which itself may be billed.
        """
        if passing not in self._shapes:
            self._shapes[passing] = traffic_shape(self._counts, passing, self.setup)
        flow = self._shapes[passing].flow(self._month * share, self._month)
        return monthly_bill(flow, self._everything, self.setup, self._prices, is_filtered=is_filtered)

    def bus_bill(self) -> Bill:
        """The bill for sending all the events to a custom bus, whether or not its rules match them."""
        sizes = self._counts.sizes()
        if self.setup.source != "bus":  # the record would be the detail of an event
            sizes = Counter({size + TIME_BYTES + _NAMES: count for size, count in sizes.items()})
        flow = Flow(self._month, _NO_BATCHES, _NO_BATCHES, self._month * chunks_per_event(sizes))
        on_bus = Setup(service_named("rule"), "bus", self.setup.region)
        return monthly_bill(flow, flow, on_bus, self._prices)

    def assuming(self, setup: Setup) -> Costs:
        """The same for a setup with another region or other calls, but the same service, source, batches and window."""
        other = copy(self)
        other.setup = setup
        return other

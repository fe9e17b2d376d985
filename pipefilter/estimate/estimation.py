"""The whole estimate: what a sample of traffic says a filter saves in a month."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction

from pipefilter.estimate.batches import chunks_per_event
from pipefilter.estimate.bill import Bill, bill, rounded
from pipefilter.estimate.doubts import doubts_about_sample, doubts_about_share
from pipefilter.estimate.effect import FilterEffect, effects_of, passing_kinds
from pipefilter.estimate.event_size import TIME_BYTES
from pipefilter.estimate.flow import Flow, shape_of
from pipefilter.estimate.price import Prices
from pipefilter.estimate.probe import Candidate, Probes
from pipefilter.estimate.setup import Setup
from pipefilter.estimate.share import Share
from pipefilter.estimate.source_reads import source_reads
from pipefilter.estimate.tally import Kind, Tally
from pipefilter.estimate.volume import Volume
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services import service_named

__all__ = ["CandidateEstimate", "Estimate", "Extent", "estimate_of"]

_NO_BATCHES = (Fraction(0), Fraction(0))
_NAMES = 32
"""Bytes that are taken for source and detail type of a record that would be put on a bus."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of the traffic was judged.

    Args:
        of: how many events there were, if only some of them were drawn; None if all were judged.
        partial: whether it was interrupted.
        unreadable: files that could not be read to their end, each with the reason.
    """

    of: int | None = None
    partial: bool = False
    unreadable: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CandidateEstimate:
    """What some filters do.

    Args:
        name: of their file; "" if there is no filter.
        matched: how many events of the sample pass.
        kinds: the kinds of events that pass.
        with_filter: the bill of a month.
        interval: dollars a month at both ends of the share's interval; None if a price is not known.
        saved: dollars a month; None likewise.
        filters: what each of them does.
        doubts: what is to be known of the sample, in sentences.
    """

    name: str
    matched: Share
    kinds: tuple[Kind, ...]
    with_filter: Bill
    interval: tuple[Fraction, Fraction] | None
    saved: Fraction | None
    filters: tuple[FilterEffect, ...]
    doubts: tuple[str, ...]

    def with_as_json(self) -> dict[str, object]:
        """The bill as `--json` prints it."""
        interval = None if self.interval is None else [rounded(dollars) for dollars in self.interval]
        return self.with_filter.as_json() | {"dollars_per_month_interval": interval}

    def as_json(self, without: Bill) -> dict[str, object]:
        """As `--json` prints it.

        Args:
            without: the bill without any filter.
        """
        return {
            "pattern": self.name or None,
            "sample": {
                "matched": self.matched.count,
                "share": round(self.matched.value, 6),
                "interval": [round(bound, 6) for bound in self.matched.interval],
            },
            "with_filter": self.with_as_json(),
            "saved": _saved_as_json(self.saved, without),
            "filters": [one.as_json() for one in self.filters],
        }


def _saved_as_json(saved: Fraction | None, without: Bill) -> dict[str, object]:
    if saved is None:
        return {"dollars_per_month": None, "dollars_per_year": None, "share": None}
    before = without.dollars[1] if without.dollars is not None else None
    return {
        "dollars_per_month": rounded(saved),
        "dollars_per_year": rounded(saved * 12),
        "share": round(float(saved / before), 6) if before else None,
    }


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a sample says.

    Args:
        tally: of the sample.
        extent: how much of the traffic was judged.
        volume: events a month.
        setup: where the filters run.
        without_filter: the bill of a month without any filter.
        bus: what it would be to put all the events on a custom bus.
        candidates: the filters, of which the first is the one that is asked about; one without filters if none is.
        doubts: what is to be known of the sample, in sentences.
    """

    tally: Tally
    extent: Extent
    volume: Volume
    setup: Setup
    without_filter: Bill
    bus: Bill
    candidates: tuple[CandidateEstimate, ...]
    doubts: tuple[str, ...]

    @property
    def mean_size(self) -> float:
        """Bytes of an event on average."""
        sizes = self.tally.sizes()
        return sum(size * count for size, count in sizes.items()) / max(1, sizes.total())

    @property
    def seconds(self) -> float | None:
        """The time that the sample spans; None if its events tell none."""
        if self.tally.first is None or self.tally.last is None:
            return None
        return (self.tally.last - self.tally.first) / 1000

    @property
    def unknown(self) -> tuple[str, ...]:
        """What there is no price for, in words."""
        bills = [self.without_filter, self.bus, *(one.with_filter for one in self.candidates)]
        return tuple(dict.fromkeys(what for one in bills for what in one.unknown))

    def as_json(self) -> dict[str, object]:
        """The estimate as `--json` prints it."""
        tally, first, setup = self.tally, self.candidates[0], self.setup
        own = first.as_json(self.without_filter)
        assert isinstance(own["sample"], dict)  # noqa: S101 - see above
        return {
            "sample": {
                "events": tally.events,
                **own["sample"],
                "malformed": tally.malformed,
                "undecided": tally.undecided,
                "of_events": self.extent.of,
                "first": _iso(tally.first),
                "last": _iso(tally.last),
                "seconds": self.seconds,
                "untimed": tally.untimed,
                "mean_bytes": round(self.mean_size, 3),
                "partial": self.extent.partial,
                "unreadable": [{"file": name, "reason": why} for name, why in self.extent.unreadable],
            },
            "month": {"events": rounded(self.volume.events), "basis": self.volume.basis},
            "setup": {
                "service": setup.service.name,
                "source": setup.source or None,
                "region": setup.region,
                "batch_size": setup.batch_size if setup.takes_batches else None,
                "window_seconds": None if setup.window is None else float(setup.window),
                "enrichment": setup.enrichment.kind if setup.enrichment else None,
                "target": setup.target.kind if setup.target else None,
                "free_tier": setup.free_tier,
            },
            "without_filter": self.without_filter.as_json(),
            "with_filter": own["with_filter"],
            "saved": own["saved"],
            "bus": self.bus.as_json(),
            "unchanged": [read.as_json() for read in source_reads(self.setup, self.volume)],
            "candidates": [one.as_json(self.without_filter) for one in self.candidates],
            "warnings": [*self.doubts, *(doubt for one in self.candidates for doubt in one.doubts)],
        }


def _iso(time: int | None) -> str | None:
    if time is None:
        return None
    return datetime.fromtimestamp(time / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def estimate_of(  # noqa: PLR0913 - all that is known
    tally: Tally, probes: Probes, setup: Setup, prices: Prices, volume: Volume, extent: Extent
) -> Estimate:
    """What a sample says.

    Args:
        tally: of the sample; of one event at least.
        probes: what its events were asked.
        setup: where the filters run.
        prices: that are known.
        volume: events a month.
        extent: how much of the traffic was judged.
    """
    kinds = tally.by_kind()
    everything = shape_of(tally, kinds, setup).flow(volume.events, volume.events)
    without = bill(everything, everything, setup, prices)
    candidates = probes.candidates or (Candidate("", FilterCriteria(())),)
    return Estimate(
        tally,
        extent,
        volume,
        setup,
        without,
        _bus(tally, setup, prices, volume),
        tuple(_candidate(one, tally, kinds, setup, prices, everything, without) for one in candidates),
        tuple(doubts_about_sample(tally, setup, by_span=volume.by_span)),
    )


def _candidate(  # noqa: PLR0913 - all that is known
    candidate: Candidate,
    tally: Tally,
    kinds: Counter[Kind],
    setup: Setup,
    prices: Prices,
    everything: Flow,
    without: Bill,
) -> CandidateEstimate:
    all_of_them = setup.service.combination == "all"
    passing = passing_kinds(candidate, kinds, all_of_them=all_of_them)
    shape = shape_of(tally, passing, setup)

    def billed(share: Fraction) -> Bill:
        return bill(shape.flow(everything.events * share, everything.events), everything, setup, prices)

    matched = Share(shape.count, tally.events)
    with_filter = billed(Fraction(shape.count, tally.events))
    low, high = (billed(Fraction(bound)).dollars for bound in matched.interval)
    interval = None if low is None or high is None else (low[0], high[1])
    before, after = without.dollars, with_filter.dollars
    return CandidateEstimate(
        candidate.name,
        matched,
        tuple(passing),
        with_filter,
        interval,
        None if before is None or after is None else before[1] - after[1],
        effects_of(candidate, kinds, all_of_them=all_of_them),
        tuple(doubts_about_share(tally, passing)) if candidate.filters else (),
    )


def _bus(tally: Tally, setup: Setup, prices: Prices, volume: Volume) -> Bill:
    """The bill for putting all the events on a custom bus, whatever its rules take of them."""
    sizes = tally.sizes()
    if setup.source != "bus":  # the record would be the detail of an event
        sizes = Counter({size + TIME_BYTES + _NAMES: count for size, count in sizes.items()})
    flow = Flow(volume.events, _NO_BATCHES, _NO_BATCHES, volume.events * chunks_per_event(sizes))
    on_bus = Setup(service_named("rule"), "bus", setup.region)
    return bill(flow, flow, on_bus, prices)

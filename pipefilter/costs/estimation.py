"""The estimate: what filters save in a month, from a sample of the traffic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

from pipefilter.costs.billing.assumption import Assumption, assumption_for
from pipefilter.costs.billing.bill import Bill, rounded
from pipefilter.costs.billing.costs import Costs
from pipefilter.costs.billing.setup import Setup
from pipefilter.costs.billing.source_reads import source_reads
from pipefilter.costs.candidate_estimate import CandidateEstimate, candidate_estimate
from pipefilter.costs.caveats import sample_caveats
from pipefilter.costs.prices.price import Prices
from pipefilter.costs.saving import Saving
from pipefilter.costs.source_caveats import region_caveats, source_caveats
from pipefilter.costs.traffic.counts import TrafficCounts
from pipefilter.costs.traffic.queries import Candidate, Queries
from pipefilter.costs.volume.volume import Volume
from pipefilter.dataclass import dataclass
from pipefilter.language.filter_criteria import FilterCriteria

__all__ = ["AssumedEstimate", "CandidateEstimate", "Estimate", "Extent", "build_estimate"]

_WITH_BUS = ("pipe", "v2")
"""Services to compare with a rule on a custom bus: a rule is on a bus already, and a mapping does not need one."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of the traffic was evaluated.

    Args:
        of: how many events there were, if only some of them were drawn; None if all were evaluated.
        partial: whether the run was interrupted.
        unreadable: files that could not be read to their end, each with the reason.
    """

    of: int | None = None
    partial: bool = False
    unreadable: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AssumedEstimate:
    """The estimate under assumptions about what is not known."""

    assumption: Assumption
    estimate: Estimate

    def as_json(self) -> dict[str, object]:
        """As `--json` prints it."""
        without = self.estimate.without_filter
        return {
            "what": self.assumption.words,
            "region": self.assumption.setup.region,
            "without_filter": without.as_json(),
            "bus": self.estimate.bus.as_json() if self.estimate.bus is not None else None,
            "candidates": [
                {
                    "pattern": each.name or None,
                    "with_filter": each.with_as_json(),
                    "saved": Saving(each.saved, without).as_json(),
                }
                for each in self.estimate.candidates
            ],
        }


@dataclass(frozen=True, slots=True)
class Estimate:
    """The estimate of a month from a sample.

    Args:
        bus: for comparison, the bill for sending all the events to a custom bus; None where a bus is not an alternative.
        candidates: the filters, first those that suggestions are made for; one without filters if there are none.
        caveats: what to know about the sample, in clauses.
        assumed: the estimate under assumptions about what is not known; None if nothing needs to be assumed.
        mistakes: what is wrong with the filters, in clauses: a filter that can never match saves everything.
    """

    counts: TrafficCounts
    extent: Extent
    volume: Volume
    setup: Setup
    without_filter: Bill
    bus: Bill | None
    candidates: tuple[CandidateEstimate, ...]
    caveats: tuple[str, ...]
    assumed: AssumedEstimate | None = None
    mistakes: tuple[str, ...] = ()

    @property
    def bills(self) -> tuple[Bill, ...]:
        """All bills of the estimate."""
        bus = (self.bus,) if self.bus is not None else ()
        return (self.without_filter, *(each.with_filter for each in self.candidates), *bus)

    @property
    def mean_size(self) -> float:
        """The mean size of an event, in bytes."""
        sizes = self.counts.sizes()
        return sum(size * count for size, count in sizes.items()) / max(1, sizes.total())

    @property
    def seconds(self) -> float | None:
        """The time that the sample spans; None if its events have no time."""
        if self.counts.first is None or self.counts.last is None:
            return None
        return (self.counts.last - self.counts.first) / 1000

    @property
    def unknown(self) -> tuple[str, ...]:
        """The line items without a known price, in words."""
        return tuple(dict.fromkeys(what for each in self.bills for what in each.unknown))

    @property
    def lacks(self) -> tuple[str, ...]:
        """The costs that the totals do not include because their quantity is not known, in words."""
        return tuple(dict.fromkeys(what for each in self.bills for what in each.lacks))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to know before using the figures, in clauses."""
        of_candidates = (caveat for each in self.candidates for caveat in each.caveats)
        return (*self.mistakes, *self._lack_warnings(), *self.caveats, *of_candidates)

    def _lack_warnings(self) -> Iterator[str]:
        for what in self.lacks:
            yield (
                f"{what} is not included in any total, because the memory and the duration of a call are not both known: "
                "see `lacks` and `assumed`"
            )

    def as_json(self) -> dict[str, object]:
        """The estimate as `--json` prints it."""
        counts, first, setup = self.counts, self.candidates[0], self.setup
        own = first.as_json(self.without_filter)
        assert isinstance(own["sample"], dict)
        return {
            "sample": {
                "events": counts.events,
                **own["sample"],
                "malformed": counts.malformed,
                "undecided": counts.undecided,
                "of_events": self.extent.of,
                "first": _iso(counts.first),
                "last": _iso(counts.last),
                "seconds": self.seconds,
                "untimed": counts.untimed,
                "mean_bytes": round(self.mean_size, 3),
                "partial": self.extent.partial,
                "unreadable": [{"file": name, "reason": why} for name, why in self.extent.unreadable],
                **({"commas": counts.commas} if counts.commas else {}),
            },
            "month": {"events": rounded(self.volume.events), "basis": self.volume.basis},
            "setup": {
                "service": setup.service.name,
                "source": setup.source or None,
                "region": setup.region,
                "region_basis": setup.region_basis,
                "batch_size": setup.batch_size if setup.has_batches else None,
                "window_seconds": None if setup.window is None else float(setup.window),
                "enrichment": setup.enrichment.kind if setup.enrichment else None,
                "target": setup.target.kind if setup.target else None,
                "free_tier": setup.free_tier,
            },
            "without_filter": self.without_filter.as_json(),
            "with_filter": own["with_filter"],
            "saved": own["saved"],
            "bus": self.bus.as_json() if self.bus is not None else None,
            "assumed": self.assumed.as_json() if self.assumed is not None else None,
            "unchanged": [read.as_json() for read in source_reads(self.setup, self.volume)],
            "candidates": [each.as_json(self.without_filter) for each in self.candidates],
            "warnings": list(self.warnings),
        }


def _iso(time: int | None) -> str | None:
    if time is None:
        return None
    return datetime.fromtimestamp(time / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def build_estimate(  # noqa: PLR0913 - all that is known
    counts: TrafficCounts, queries: Queries, setup: Setup, prices: Prices, volume: Volume, extent: Extent
) -> Estimate:
    """Estimate what filters save, from the counts of a sample with at least one event."""
    costs = Costs(counts, setup, prices, volume)
    known = _estimate(counts, queries, costs, volume, extent)
    assumption = assumption_for(setup, with_region=bool(known.unknown))
    if assumption is None:
        return known
    assumed = _estimate(counts, queries, costs.assuming(assumption.setup), volume, extent)
    if not known.lacks and assumed.unknown == known.unknown:  # its price is not known in any region
        return known
    return replace(known, assumed=AssumedEstimate(assumption, assumed))


def _estimate(
    counts: TrafficCounts, queries: Queries, costs: Costs, volume: Volume, extent: Extent
) -> Estimate:
    setup = costs.setup
    without = costs.bill(tuple(counts.by_signature()), Fraction(1), is_filtered=False)
    candidates = queries.candidates or (Candidate("", FilterCriteria(())),)
    caveats = (
        *sample_caveats(counts, setup, volume),
        *source_caveats(counts, setup),
        *region_caveats(counts.regions, setup),
    )
    return Estimate(
        counts,
        extent,
        volume,
        setup,
        without,
        costs.bus_bill() if setup.service.name in _WITH_BUS else None,
        tuple(candidate_estimate(each, counts, costs, without) for each in candidates),
        caveats,
    )

"""What filters do to the traffic of a sample and to the bill of a month."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pipefilter.costs.billing.bill import Bill, rounded, saved_between
from pipefilter.costs.billing.costs import Costs
from pipefilter.costs.caveats import proportion_caveats
from pipefilter.costs.effect import FilterEffect, filter_effects, passing_signatures
from pipefilter.costs.proportion import Proportion
from pipefilter.costs.range import Range
from pipefilter.costs.saving import Saving
from pipefilter.costs.traffic.counts import Signature, TrafficCounts
from pipefilter.costs.traffic.queries import Candidate
from pipefilter.dataclass import dataclass

__all__ = ["CandidateEstimate", "candidate_estimate"]


@dataclass(frozen=True, slots=True)
class CandidateEstimate:
    """What filters do to the traffic of the sample, and to the bill.

    Args:
        name: of their file; "" if there is no filter.
        matched: how many events of the sample pass.
        signatures: of the events that pass.
        interval: the bill at both ends of the interval of `matched`; None if a price is not known.
        saved: dollars a month; None if a price is not known.
        caveats: what to know about these figures, in clauses.
    """

    name: str
    matched: Proportion
    signatures: tuple[Signature, ...]
    with_filter: Bill
    interval: Range[Fraction] | None
    saved: Range[Fraction] | None
    filters: tuple[FilterEffect, ...]
    caveats: tuple[str, ...]

    def with_as_json(self) -> dict[str, object]:
        """The bill as `--json` prints it."""
        interval = None if self.interval is None else [rounded(dollars) for dollars in self.interval]
        return self.with_filter.as_json() | {"dollars_per_month_interval": interval}

    def as_json(self, without: Bill) -> dict[str, object]:
        """As `--json` prints it, with the savings relative to the bill without any filter."""
        return {
            "pattern": self.name or None,
            "sample": {
                "matched": self.matched.count,
                "share": round(self.matched.value, 6),
                "interval": [round(bound, 6) for bound in self.matched.interval],
            },
            "with_filter": self.with_as_json(),
            "saved": Saving(self.saved, without).as_json(),
            "filters": [each.as_json() for each in self.filters],
        }


def candidate_estimate(
    candidate: Candidate, counts: TrafficCounts, costs: Costs, without: Bill
) -> CandidateEstimate:
    """Estimate the effects of filters, and what they save of the bill without any filter."""
    signatures = counts.by_signature()
    needs_all = costs.setup.service.combination == "all"
    passing = tuple(passing_signatures(candidate, signatures, needs_all=needs_all))
    matched = Proportion(sum(signatures[signature] for signature in passing), counts.events)
    has_filter = bool(candidate.filters)
    with_filter = costs.bill(passing, Fraction(matched.count, matched.of), is_filtered=has_filter)
    low, high = (
        costs.bill(passing, Fraction(bound), is_filtered=has_filter).dollars for bound in matched.interval
    )
    interval = None if low is None or high is None else Range(low.low, high.high)
    saved = saved_between(without, with_filter)
    return CandidateEstimate(
        candidate.name,
        matched,
        passing,
        with_filter,
        interval,
        saved,
        filter_effects(candidate, signatures, needs_all=needs_all),
        (*proportion_caveats(counts, passing), *_saving_caveats(saved)) if candidate.filters else (),
    )


def _saving_caveats(saved: Range[Fraction] | None) -> Iterator[str]:
    if saved is not None and saved.high < 0:
        yield "this filter increases the cost: the events that pass are larger, so their batches need more requests of 64 KB"

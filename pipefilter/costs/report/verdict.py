"""What a filter does and saves, in a sentence."""

from __future__ import annotations

from fractions import Fraction

from pipefilter.costs.billing.bill import Bill
from pipefilter.costs.estimation import CandidateEstimate
from pipefilter.costs.figures import dollars, dollars_range, percent
from pipefilter.costs.range import Range

__all__ = ["verdict"]


def verdict(candidate: CandidateEstimate, without: Bill) -> str:
    """Such as `keeps 9.3% of the events: $0.037 a month instead of $0.40, $4.35 a year saved`."""
    keeps = f"keeps {percent(candidate.matched.value)} of the events"
    before, after = without.dollars, candidate.with_filter.dollars
    if before is None or after is None:
        if before is None and after is None:
            return f"{keeps}: what that saves is unknown, as not all prices are known"
        return f"{keeps}: {dollars_range(after)} a month instead of {dollars_range(before)}, what that saves is unknown"
    more = "; what the calls cost by their duration is not in it" if without.lacks else ""
    if before == after:
        saved = "nothing is saved of the requests" if without.lacks else "nothing is saved"
        return f"{keeps}: {dollars_range(after)} a month with it or without it, {saved}{more}"
    of_requests = " for requests" if without.lacks else ""
    return (
        f"{keeps}: {dollars_range(after)} a month{of_requests} instead of {dollars_range(before)}, "
        f"{_in_a_year((before - after) * Fraction(12))}{more}"
    )


def _in_a_year(saved: Range[Fraction]) -> str:
    if saved.low < 0 < saved.high:
        return f"between {dollars(-saved.low)} a year more and {dollars(saved.high)} a year less"
    if saved.high <= 0:
        return f"{_up_to(-saved)} a year more"
    return f"{_up_to(saved)} a year saved"


def _up_to(amount: Range[Fraction]) -> str:
    return dollars_range(amount) if amount.low else f"up to {dollars(amount.high)}"

"""What a filter does and saves, in one sentence."""

from __future__ import annotations

from fractions import Fraction

from pipefilter.costs.billing.bill import Bill
from pipefilter.costs.caveats import percent
from pipefilter.costs.estimation import CandidateEstimate
from pipefilter.costs.report.figures import dollars, dollars_range

__all__ = ["verdict"]


def verdict(candidate: CandidateEstimate, without: Bill) -> str:
    """Such as `keeps 9.3% of the events: $0.037 a month instead of $0.40, $4.35 a year saved`.

    Args:
        candidate: the filters.
        without: the bill without any filter.
    """
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
        f"{_saved(before, after)}{more}"
    )


def _saved(before: tuple[Fraction, Fraction], after: tuple[Fraction, Fraction]) -> str:
    """What a year saves: the most is compared with the most, and the least with the least."""
    least, most = sorted(12 * (one - other) for one, other in zip(before, after, strict=True))
    if least < 0 < most:
        return f"between {dollars(-least)} a year more and {dollars(most)} a year less"
    if most <= 0:
        words = dollars_range((-most, -least))
        return f"up to {dollars(-least)} a year more" if not most else f"{words} a year more"
    return (
        f"up to {dollars(most)} a year saved" if not least else f"{dollars_range((least, most))} a year saved"
    )

"""Where a source's table decides on a record before the pattern does, of which AWS's API knows nothing."""

from __future__ import annotations

from pipefilter.filtering.record_verdict import FilterVerdict

__all__ = ["decided_before"]


def decided_before(verdict: FilterVerdict) -> str:
    """Why AWS's API cannot be asked about a filter and a record, in a sentence; "" if it can.

    Args:
        verdict: of pipefilter, with the rows of the table.
    """
    for applied in verdict.rows:
        # where the filter does not look at the data, the pattern decides alone
        if applied.row.action != "filter" and applied.row.pattern != "none":
            return f"AWS's table on records decides before the pattern does: {applied}"
    return verdict.undecided or verdict.nothing_seen

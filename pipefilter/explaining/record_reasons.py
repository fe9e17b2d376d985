"""Lines that explain why filters match a record or do not."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.explaining.explain import explain_within_budget
from pipefilter.explaining.explanation import Line, explanation_lines
from pipefilter.filtering.record_verdict import FilterVerdict, RecordVerdict, VerdictWord

__all__ = ["filter_lines", "reason_lines"]

_WORDS: dict[VerdictWord, str] = {"match": "match", "no_match": "no match", "undecided": "no verdict"}


def reason_lines(verdict: RecordVerdict, *, verbose: bool = False) -> Iterator[Line]:
    """Why a record matches or does not.

    Args:
        verbose: explain the other filters too: those that match, and those that do not where another one does.
    """
    several = len(verdict.filters) > 1
    has_match = any(each.matches for each in verdict.filters)
    for note in verdict.notes:
        yield "", f"  note: {note}"
    for each in verdict.filters:
        if verbose or not verdict.matches or (not each.matches and not has_match):
            if several:
                yield "", f"  filter {each.number}: {_WORDS[each.word]}"
            yield from filter_lines(each)
        elif each.matches and each.ignored:  # the filter was applied with parts of it ignored
            if several:
                yield "", f"  filter {each.number}: {_WORDS[each.word]}"
            for applied in each.ignored:
                yield "", f"  {applied}"


def filter_lines(verdict: FilterVerdict) -> Iterator[Line]:
    """Why one filter matches a record or does not."""
    for applied in verdict.rows:
        if applied.row.action != "filter" and applied.row.pattern != "none":
            yield "no" if applied.row.action == "drop" else "", f"  {applied}"
    if verdict.undecided:
        yield "hint", f"  {verdict.undecided}"
    elif verdict.nothing_seen:
        yield "no", f"  {verdict.nothing_seen}: the filter never matches it"
    elif not verdict.is_dropped:
        yield from explanation_lines(explain_within_budget(verdict.pattern, verdict.seen))

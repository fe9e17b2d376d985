"""Check: a filter has no effect, because another one matches everything that it matches, or excludes everything that it excludes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from pipefilter.analysis.reading.covering import covers
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.place import problem_at
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services.service import Service

__all__ = ["covered_filter"]

NO_EFFECT = AdviceKind(
    "PF445",
    "Filter without effect: another filter makes it redundant",
    "Filter {number} has no effect: {reason}",
    "Where one matching filter is enough (pipes, event source mappings), a filter that matches only what another one "
    "matches adds nothing. Where all filters must match (EventBridge v2), a filter that excludes only what another one "
    "excludes has no effect.",
    "remove it, or check whether the other filter is what you meant",
    severity="warning",
    url="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html",
    bad=Example(
        '{"Filters": [{"Pattern": "{\\"a\\": [1, 2]}"}, {"Pattern": "{\\"a\\": [1], \\"b\\": [3]}"}]}',
        service="pipe",
    ),
    good=Example(
        '{"Filters": [{"Pattern": "{\\"a\\": [2]}"}, {"Pattern": "{\\"a\\": [1], \\"b\\": [3]}"}]}',
        service="pipe",
    ),
)
_MAX_FILTERS = 50
"""Longer lists are not checked: the work grows quadratically."""


def covered_filter(criteria: FilterCriteria, service: Service) -> Iterator[Problem]:
    """Filters without effect; of two equal ones, the later one."""
    if len(criteria.filters) > _MAX_FILTERS:
        return
    reported: set[int] = set()
    for narrow, wide in permutations(criteria.filters, 2):
        if {narrow.number, wide.number} & reported or (narrow.scope or "DATA") != (wide.scope or "DATA"):
            continue
        if not covers(wide.pattern, narrow.pattern):
            continue
        if service.combination == "any":
            if narrow.number < wide.number and covers(narrow.pattern, wide.pattern):
                continue  # they are equal: report the later one, as if all filters had to match
            needless, reason = narrow, f"filter {wide.number} matches everything that it matches"
        else:
            needless, reason = wide, f"filter {narrow.number} excludes everything that it excludes"
        reported.add(needless.number)
        yield problem_at(
            NO_EFFECT, criteria.text, needless.span, names={"number": str(needless.number), "reason": reason}
        )

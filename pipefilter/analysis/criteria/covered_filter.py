"""Check: a filter has no effect, because another one matches everything that it matches, or excludes everything that it excludes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from pipefilter.analysis.reading.covering import Covering
from pipefilter.enumeration import enumeration
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.events.shape import Shape
from pipefilter.json_text.place import problem_at
from pipefilter.language.filter_criteria import Filter, FilterCriteria
from pipefilter.services.service import Service
from pipefilter.witnesses.sample import Sample

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


def covered_filter(criteria: FilterCriteria, service: Service, record: Shape | None) -> Iterator[Problem]:
    """Filters without effect; of two equal ones, the later one."""
    if len(criteria.filters) > _MAX_FILTERS:
        return
    covering = Covering(Sample(record=record))
    reported: set[int] = set()
    for narrow, wide in permutations(criteria.filters, 2):
        if {narrow.number, wide.number} & reported or (narrow.scope or "DATA") != (wide.scope or "DATA"):
            continue
        if not covering.covers([wide.pattern], narrow.pattern):
            continue
        if service.combination == "any":
            if narrow.number < wide.number and covering.covers([narrow.pattern], wide.pattern):
                continue  # they are equal: report the later one, as if all filters had to match
            needless, reason = narrow, f"filter {wide.number} matches everything that it matches"
        else:
            needless, reason = wide, f"filter {narrow.number} excludes everything that it excludes"
        reported.add(needless.number)
        yield _no_effect(criteria, needless, reason)
    if service.combination == "any":
        yield from _covered_together(criteria, reported, covering)


def _covered_together(criteria: FilterCriteria, reported: set[int], covering: Covering) -> Iterator[Problem]:
    """Filters that several others cover together; the later ones first, as two may be among those of each other."""
    left = [each for each in criteria.filters if each.number not in reported]
    for needless in reversed(left):
        others = [each for each in left if each is not needless]
        if len(others) < 2 or not covering.covers([each.pattern for each in others], needless.pattern):
            continue
        left = others
        for other in reversed(others):
            fewer = [each for each in others if each is not other]
            if covering.covers([each.pattern for each in fewer], needless.pattern):
                others = fewer
        numbers = enumeration((str(each.number) for each in others), "and")
        yield _no_effect(criteria, needless, f"filters {numbers} together match everything that it matches")


def _no_effect(criteria: FilterCriteria, needless: Filter, reason: str) -> Problem:
    names = {"number": str(needless.number), "reason": reason}
    return problem_at(NO_EFFECT, criteria.text, needless.span, names=names)

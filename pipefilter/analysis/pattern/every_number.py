"""Check: ranges that together match every number, as in `[{"numeric": [">", 0]}, {"numeric": ["<", 100]}]`."""

from __future__ import annotations

import math
from collections.abc import Iterator

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import report_field
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operators.numeric import Numeric

__all__ = ["every_number"]

EVERY_NUMBER = AdviceKind(
    "PF427",
    "Numeric ranges joined by OR: together they match every number",
    "The ranges of {path} are joined by OR, so together they match every number",
    "Two ranges with one bound each are not one range with two bounds.",
    "{hint}",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": [{"numeric": [">", 0]}, {"numeric": ["<", 100]}]}'),
    good=Example('{"a": [{"numeric": ["<", 0]}, {"numeric": [">", 100]}]}'),
)


def every_number(pattern: EventPattern) -> Iterator[Problem]:
    """Fields with ranges that together include every number."""
    for field in every_field(pattern.members):
        ranges = [operator for operator in field.alternatives if isinstance(operator, Numeric)]
        if len(ranges) > 1 and _cover_all([each.bounds for each in ranges]):
            yield report_field(EVERY_NUMBER, pattern, field, hint=_one_range(ranges))


def _one_range(ranges: list[Numeric]) -> str:
    """What to write instead of two ranges, if they are the two bounds of one."""
    lower, upper = (
        [each for each in ranges if len(each.terms) == 1 and each.terms[0][0].startswith(sign)] for sign in "><"
    )
    if len(lower) == len(upper) == 1 and lower[0].bounds[0] < upper[0].bounds[2]:
        both = Numeric((*lower[0].terms, *upper[0].terms))
        return f"for one range, put both bounds into one list: {hint_text(both.element())}"
    return "for one range, put both bounds into one list"


def _cover_all(bounds: list[tuple[float, bool, float, bool]]) -> bool:
    """Whether ranges, each (low, whether it is included, high, whether it is included), together include every number."""
    reached, with_it = -math.inf, True
    for low, with_low, high, with_high in sorted(bounds, key=lambda bound: (bound[0], not bound[1])):
        if low > reached or (low == reached and not (with_low or with_it)):
            return False
        reached, with_it = max((reached, with_it), (high, with_high))
    return reached == math.inf

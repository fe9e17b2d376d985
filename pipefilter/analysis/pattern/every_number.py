"""Ranges that together take every number: `[{"numeric": [">", 0]}, {"numeric": ["<", 100]}]`."""

from __future__ import annotations

import math
from collections.abc import Iterator

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import report_field
from pipefilter.errors import Example, Problem, ProblemKind
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operators.numeric import Numeric

__all__ = ["every_number"]

EVERY_NUMBER = ProblemKind(
    "PF427",
    "Ranges joined by OR: together they match every number",
    "The ranges of {path} are joined by OR, and together they take every number",
    "Two bounds in two ranges are not one range with both bounds.",
    "{hint}",
    wording="pipefilter",
    advice=True,
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": [{"numeric": [">", 0]}, {"numeric": ["<", 100]}]}'),
    good=Example('{"a": [{"numeric": ["<", 0]}, {"numeric": [">", 100]}]}'),
)


def every_number(pattern: EventPattern) -> Iterator[Problem]:
    """Fields whose ranges leave no number out."""
    for field in every_field(pattern.members):
        ranges = [one for one in field.alternatives if isinstance(one, Numeric)]
        if len(ranges) > 1 and _cover_all([one.bounds for one in ranges]):
            yield report_field(EVERY_NUMBER, pattern, field, hint=_one_range(ranges))


def _one_range(ranges: list[Numeric]) -> str:
    """What to write instead of two ranges, if they are the two bounds of one."""
    lower, upper = (
        [one for one in ranges if len(one.terms) == 1 and one.terms[0][0].startswith(sign)] for sign in "><"
    )
    if len(lower) == len(upper) == 1 and lower[0].bounds[0] < upper[0].bounds[2]:
        both = Numeric((*lower[0].terms, *upper[0].terms))
        return f"for a range put both bounds into one list: {hint_text(both.element())}"
    return "for a range put both bounds into one list"


def _cover_all(bounds: list[tuple[float, bool, float, bool]]) -> bool:
    """Whether ranges, each (low, with it, high, with it), leave no number out."""
    reached, with_it = -math.inf, True
    for low, with_low, high, with_high in sorted(bounds, key=lambda one: (one[0], not one[1])):
        if low > reached or (low == reached and not (with_low or with_it)):
            return False
        reached, with_it = max((reached, with_it), (high, with_high))
    return reached == math.inf

"""Ranges that together take every number: `[{"numeric": [">", 0]}, {"numeric": ["<", 100]}]`."""

from __future__ import annotations

import math
from collections.abc import Iterator

from pipefilter.analysis.at_alternative import about_field
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
    'for a range put both bounds into one list: {{"numeric": [">", 0, "<", 100]}}',
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
        bounds = [one.bounds for one in field.alternatives if isinstance(one, Numeric)]
        if len(bounds) > 1 and _cover_all(bounds):
            yield about_field(EVERY_NUMBER, pattern, field)


def _cover_all(bounds: list[tuple[float, bool, float, bool]]) -> bool:
    """Whether ranges, each (low, with it, high, with it), leave no number out."""
    reached, with_it = -math.inf, True
    for low, with_low, high, with_high in sorted(bounds, key=lambda one: (one[0], not one[1])):
        if low > reached or (low == reached and not (with_low or with_it)):
            return False
        reached, with_it = max((reached, with_it), (high, with_high))
    return reached == math.inf

"""Check: a range that contains no number, as in `{"numeric": [">", 1, "<", 1.0000000000000002]}`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operators.numeric import Numeric

__all__ = ["empty_range"]

EMPTY_RANGE = AdviceKind(
    "PF436",
    "Empty range: there is no number between the bounds",
    "The range of {path} never matches: there is no number between its bounds",
    "AWS rejects a range with equal or reversed bounds, but not one with adjacent bounds: numbers are "
    "compared as doubles, and there is no double between two adjacent ones.",
    "include a bound: {instead}; or write the number itself",
    severity="error",
    url="https://github.com/aws/event-ruler",
    bad=Example('{"a": [{"numeric": [">", 1, "<", 1.0000000000000002]}]}'),
    good=Example('{"a": [{"numeric": [">=", 1, "<", 1.0000000000000002]}]}'),
)


def empty_range(pattern: EventPattern) -> Iterator[Problem]:
    """Ranges that exclude both bounds and have no double between them."""
    for field, number, operator in every_alternative(pattern):
        if isinstance(operator, Numeric) and operator.is_empty:
            (_, lower), upper = operator.terms
            instead = hint_text(Numeric(((">=", lower), upper)).element())
            yield report_alternative(EMPTY_RANGE, pattern, field, number, instead=instead)

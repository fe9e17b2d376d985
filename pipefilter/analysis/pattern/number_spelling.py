"""Check: a number that AWS compares as text, not by value, such as `9007199254740993`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.number import Number
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operators.exact import Exact

__all__ = ["number_spelling"]

AS_WRITTEN = AdviceKind(
    "PF419",
    "Number compared as text: a double cannot represent it exactly",
    "A double cannot represent {number} exactly, so this number matches only numbers written in the same way",
    "AWS compares numbers as doubles. Beyond about 15 digits, it compares their text instead.",
    "send such numbers as strings",
    severity="note",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": [9007199254740993]}'),
    good=Example('{"a": [900719925474099]}'),
)

_MAX_DIGITS = 40


def number_spelling(pattern: EventPattern) -> Iterator[Problem]:
    """Plain numbers that are not comparable by value."""
    for field, number, operator in every_alternative(pattern):
        if not isinstance(operator, Exact) or not isinstance(operator.value, Number):
            continue
        if operator.value.comparable is None:
            text = operator.value.text
            glimpse = text if len(text) <= _MAX_DIGITS else f"{text[:_MAX_DIGITS]}..."
            yield report_alternative(AS_WRITTEN, pattern, field, number, number=glimpse)

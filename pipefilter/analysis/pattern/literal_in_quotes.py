"""Check: `"true"`, `"false"` or `"null"` in quotes, which matches only that string."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operators.exact import Exact

__all__ = ["literal_in_quotes"]

IN_QUOTES = AdviceKind(
    "PF417",
    "Boolean or null in quotes: it matches only the string",
    '"{text}" in quotes matches only the string, not the value {text}',
    "A string never equals a boolean or null. DynamoDB's `BOOL` and `NULL` contain booleans.",
    "write {text} without quotes if the events contain the value",
    severity="note",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": ["true"]}'),
    good=Example('{"a": [true]}'),
)


def literal_in_quotes(pattern: EventPattern) -> Iterator[Problem]:
    """Plain strings that look like a boolean or null."""
    for field, number, operator in every_alternative(pattern):
        if isinstance(operator, Exact) and operator.value in ("true", "false", "null"):
            yield report_alternative(IN_QUOTES, pattern, field, number, text=str(operator.value))

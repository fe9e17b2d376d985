r"""Check: JSON in quotes, the result of encoding a pattern twice, as in `{"detail": ["{\"a\": 1}"]}`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.double_encoding import is_encoded_json, is_encoded_pattern
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operators.exact import Exact
from pipefilter.language.outer_levels import outer_levels, without_outer_levels

__all__ = ["json_in_string"]

TWICE = AdviceKind(
    "PF432",
    "JSON in quotes: it was encoded twice and matches only this string",
    "The value of {path} is JSON in quotes: it matches only this exact string",
    "The pattern or a part of it was encoded twice. The data that AWS decodes before filtering (SQS, "
    "Kinesis, brokers) is never such a string, and a string with different white space does not match.",
    "{hint}",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html",
    bad=Example('{"detail": ["{\\"state\\": [\\"running\\"]}"]}'),
    good=Example('{"detail": {"state": ["running"]}}'),
)


def json_in_string(pattern: EventPattern) -> Iterator[Problem]:
    """Plain strings that are JSON objects or lists of some length.

    Below the root, only those that are patterns: some events have JSON of plain values in a string, such as the
    stateChangeReason of EMR.
    """
    for field, number, operator in every_alternative(pattern):
        text = operator.value if isinstance(operator, Exact) else None
        if (
            isinstance(text, str)
            and is_encoded_json(text)
            and (len(field.steps) == 1 or is_encoded_pattern(text))
        ):
            yield report_alternative(TWICE, pattern, field, number, hint=_hint(field.steps))


def _hint(steps: tuple[str, ...]) -> str:
    if steps in (("Filters",), ("filters",)):
        return (
            'write each filter as an object with the string as its Pattern: {"Filters": [{"Pattern": "..."}]}'
        )
    levels = outer_levels(steps)
    if levels and len(levels) == len(steps):
        return f"{without_outer_levels(levels)}, along with the quotes and backslashes"
    return "remove the quotes and backslashes, so that the names become field names of the pattern"

"""Check: a prefix that is a whole value of a fixed list, as in `{"eventName": [{"prefix": "MODIFY"}]}`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.dynamodb_record import EVENT_NAMES, IMAGES_BY_VIEW
from pipefilter.language.operators.prefix import Prefix

__all__ = ["fixed_value_by_prefix"]

SPELT_OUT = AdviceKind(
    "PF431",
    "Prefix that is already a complete value: use the value itself",
    "prefix {text} matches only {text}: no other value starts with it",
    "DynamoDB streams use the event names INSERT, MODIFY and REMOVE, and four view types. The prefix is "
    "correct, but less clear, and it costs AWS's engine more than a plain value.",
    "write the value itself: {text}",
    severity="note",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html",
    bad=Example(
        '{"eventName": [{"prefix": "MODIFY"}], "dynamodb": {"Keys": {"pk": {"S": ["a"]}}}}', source="dynamodb"
    ),
    good=Example('{"eventName": ["MODIFY"], "dynamodb": {"Keys": {"pk": {"S": ["a"]}}}}', source="dynamodb"),
)
_VALUES: dict[str, tuple[str, ...]] = {
    "eventName": EVENT_NAMES,
    "dynamodb.StreamViewType": tuple(IMAGES_BY_VIEW),
}
"""All values of a field; none is a prefix of another."""


def fixed_value_by_prefix(subject: Subject) -> Iterator[Problem]:
    """Uses of `prefix` with a complete known value."""
    if not subject.is_of_dynamodb:
        return
    for field, number, operator in every_alternative(subject.pattern):
        if isinstance(operator, Prefix) and operator.operand() in _VALUES.get(field.path, ()):
            text = f'"{operator.operand()}"'
            yield report_alternative(SPELT_OUT, subject.pattern, field, number, text=text)

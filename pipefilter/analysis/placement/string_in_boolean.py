"""Check: a string under `BOOL` or `NULL`, where DynamoDB streams have booleans, as in `{"BOOL": ["true"]}`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipefilter.analysis.reading.attribute_place import attribute_place
from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.number import Number
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.exists import Exists

__all__ = ["string_in_boolean"]

STRING_IN_BOOLEAN = AdviceKind(
    "PF408",
    "DynamoDB booleans are true or false: other values never match",
    "{path} never matches this: {type} is always true{or_false}, not a string, a number or null",
    "DynamoDB streams write `BOOL` and `NULL` as the JSON booleans true and false.",
    "write {instead}",
    severity="error",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html",
    bad=Example('{"dynamodb": {"NewImage": {"paid": {"BOOL": ["true"]}}}}', source="dynamodb"),
    good=Example('{"dynamodb": {"NewImage": {"paid": {"BOOL": [true]}}}}', source="dynamodb"),
)
_FALSE_IN_NULL = "{path} is never false: NULL is always true"
_NOT_NULL = 'true; for an attribute that is not null, write "NULL": [{"exists": false}]'


def string_in_boolean(subject: Subject) -> Iterator[Problem]:
    """Alternatives under `BOOL` and `NULL` that are neither a boolean nor `exists` nor `anything-but`."""
    if not subject.is_of_dynamodb:
        return
    for field, number, operator in every_alternative(subject.pattern):
        place = attribute_place(field.path)
        if place is None or place.type not in ("BOOL", "NULL"):
            continue
        if isinstance(operator, Exists | AnythingBut):
            continue
        if place.type == "NULL" and isinstance(operator, Exact) and operator.value is False:
            kind = replace(STRING_IN_BOOLEAN, message=_FALSE_IN_NULL)
            yield report_alternative(kind, subject.pattern, field, number, instead=_NOT_NULL)
        elif not (isinstance(operator, Exact) and isinstance(operator.value, bool)):
            or_false = " or false" if place.type == "BOOL" else ""
            names = {
                "type": place.type,
                "or_false": or_false,
                "instead": f"{_instead(operator, f'true{or_false}')} without quotes",
            }
            yield report_alternative(STRING_IN_BOOLEAN, subject.pattern, field, number, **names)


def _instead(operator: Operator, all_values: str) -> str:
    """The boolean that an alternative looks like, or all values of the type key."""
    value = operator.value if isinstance(operator, Exact) else None
    like: str | None = None
    if isinstance(value, Number):
        booleans: dict[float | None, str] = {1.0: "true", 0.0: "false"}
        like = booleans.get(value.comparable)
    elif isinstance(value, str):
        like = value.strip().lower()
    return like if like in all_values.split(" or ") else all_values

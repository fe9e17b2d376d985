"""Hints about a value whose type differs from the pattern's, or a string that differs only slightly."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.comparable import JsonLiteral, as_comparable
from pipefilter.language.operator import Operator
from pipefilter.language.operators.equals_ignore_case import EqualsIgnoreCase
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.exists import Exists
from pipefilter.language.operators.numeric import Numeric
from pipefilter.language.operators.wildcard import Wildcard
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.matching.trace import FieldTrace

__all__ = ["type_mismatch", "unexpected_value"]

_MAX_VALUES = 20
_MAX_NUMBER_LENGTH = 400
_NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"


def type_mismatch(field: FieldTrace, _tree: Json) -> Iterator[str]:
    """Hints about values that would match if they had another type, or a slightly different spelling."""
    alternatives = field.field.alternatives
    for traced in field.other_values[:_MAX_VALUES]:
        value = traced.value
        if isinstance(value, str):
            is_of_dynamodb = field.field.path.endswith((".N", ".NS"))
            yield from _string_hints(value, alternatives, is_of_dynamodb=is_of_dynamodb)
        elif isinstance(value, Number):
            yield from _number_hints(value, alternatives)
        elif any(isinstance(o, Exact) and o.value == written(value) for o in alternatives):
            kind = "null" if value is None else "a boolean"
            yield (
                f"the event has {kind}, but the pattern has the string {written(written(value))}: "
                f"write {written(value)} without quotes"
            )
        elif value is None and any(isinstance(o, Exists) and not o.present for o in alternatives):
            yield 'null is a value, so {"exists": false} does not match it; add null to the list'


def _string_hints(value: str, alternatives: tuple[Operator, ...], *, is_of_dynamodb: bool) -> Iterator[str]:
    looks_numeric = _is_number(value)
    for operator in alternatives:
        if isinstance(operator, Numeric) and looks_numeric:
            why = " (DynamoDB's N is a string)" if is_of_dynamodb else ""
            yield f"the event has the string {written(value)}, and numeric matches only numbers{why}"
        if not isinstance(operator, Exact):
            continue
        expected = operator.value
        if isinstance(expected, Number) and looks_numeric:
            instead = f': write "{value}" in quotes' if expected.text == value else ""
            yield (
                f"the event has the string {written(value)}, but the pattern has the number {expected.text}{instead}"
            )
        elif not isinstance(expected, str) and value.lower() == written(expected):
            yield f"the event has the string {written(value)}: write it in quotes in the pattern"
        elif isinstance(expected, str):
            yield from _similar_string(value, expected)


def _similar_string(value: str, expected: str) -> Iterator[str]:
    if value.strip() == expected.strip():
        yield "the strings differ only in leading or trailing white space"
    elif EqualsIgnoreCase(expected).holds(value):
        yield f'the strings differ only in case: {{"equals-ignore-case": {written(expected)}}} matches both'
    elif "*" in expected and "**" not in expected and "\\" not in expected and Wildcard(expected).holds(value):
        yield f'* has no special meaning here: write {{"wildcard": {written(expected)}}}'


def _is_number(text: str) -> bool:
    return len(text) < _MAX_NUMBER_LENGTH and re.fullmatch(_NUMBER, text) is not None


def _number_hints(value: Number, alternatives: tuple[Operator, ...]) -> Iterator[str]:
    for operator in alternatives:
        if isinstance(operator, Exact) and isinstance(operator.value, str):
            text = operator.value
            if _is_number(text) and FieldPredicate((Exact(Number(text)),)).holds(value):
                yield (
                    f"the event has the number {value.text}, but the pattern has the string {written(text)}: "
                    f"write {text} without quotes"
                )
            else:
                yield f"the event has the number {value.text}, but the pattern has a string"
        elif operator.numeric and isinstance(as_comparable(value, numeric=True), JsonLiteral):
            yield (
                f"{value.text} changes when it is converted to a double, so AWS compares it as written, not by value"
            )


def unexpected_value(field: FieldTrace, _tree: Json) -> Iterator[str]:
    """A hint about `exists: false` for a field that has a value in one element of an array."""
    only_absence = all(isinstance(o, Exists) and not o.present for o in field.field.alternatives)
    if only_absence and any(value.element is not None for value in field.other_values):
        yield (
            '{"exists": false} applies to the whole event, not to one array element, unless a condition on a field '
            "with an alphabetically earlier name has already selected the element"
        )

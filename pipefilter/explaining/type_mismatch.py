"""A trap: the event has a value of another kind than the pattern, or text that differs by a trifle."""

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

__all__ = ["unexpected_value", "wrong_kind"]

_MOST_LOOKED_AT = 20
_LONGEST_NUMBER = 400
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


def wrong_kind(field: FieldTrace, _tree: Json) -> Iterator[str]:
    """Hints at values that would match if they were of another kind, or spelled a little differently."""
    alternatives = field.field.alternatives
    for value in field.other_values[:_MOST_LOOKED_AT]:
        there = value.value
        if isinstance(there, str):
            yield from _text_there(there, alternatives)
        elif isinstance(there, Number):
            yield from _number_there(there, alternatives)
        elif any(isinstance(o, Exact) and o.value == written(there) for o in alternatives):
            kind = "null" if there is None else "a boolean"
            yield (
                f"the event has {kind}, the pattern the text {written(written(there))}: "
                f"write {written(there)} without quotes"
            )
        elif there is None and any(isinstance(o, Exists) and not o.present for o in alternatives):
            yield "null is a value: exists false does not hold for it; add null to the list"


def _text_there(there: str, alternatives: tuple[Operator, ...]) -> Iterator[str]:
    looks_numeric = _is_number(there)
    for operator in alternatives:
        if isinstance(operator, Numeric) and looks_numeric:
            yield (
                f"the event has text, {written(there)}, and numeric holds for numbers only "
                "(DynamoDB's N is text)"
            )
        if not isinstance(operator, Exact):
            continue
        wanted = operator.value
        if isinstance(wanted, Number) and looks_numeric:
            instead = f': write "{there}" in quotes' if wanted.text == there else ""
            yield (f"the event has text, {written(there)}, the pattern the number {wanted.text}{instead}")
        elif not isinstance(wanted, str) and there.lower() == written(wanted):
            yield f"the event has text, {written(there)}: write it in quotes in the pattern"
        elif isinstance(wanted, str):
            yield from _near_text(there, wanted)


def _near_text(there: str, wanted: str) -> Iterator[str]:
    if there.strip() == wanted.strip():
        yield "the texts differ only in white space at the ends"
    elif EqualsIgnoreCase(wanted).holds(there):
        yield f'they differ only in case: {{"equals-ignore-case": {written(wanted)}}} takes both'
    elif "*" in wanted and "**" not in wanted and "\\" not in wanted and Wildcard(wanted).holds(there):
        yield f'* is an ordinary character here: write {{"wildcard": {written(wanted)}}}'


def _is_number(text: str) -> bool:
    return len(text) < _LONGEST_NUMBER and _NUMBER.fullmatch(text) is not None


def _number_there(there: Number, alternatives: tuple[Operator, ...]) -> Iterator[str]:
    for operator in alternatives:
        if isinstance(operator, Exact) and isinstance(operator.value, str):
            text = operator.value
            if _is_number(text) and FieldPredicate((Exact(Number(text)),)).holds(there):
                yield (
                    f"the event has the number {there.text}, the pattern the text {written(text)}: "
                    f"write {text} without quotes"
                )
            else:
                yield f"the event has a number, {there.text}, the pattern text"
        elif operator.numeric and isinstance(as_comparable(there, numeric=True), JsonLiteral):
            yield (
                f"{there.text} is not exactly what a double holds, so AWS compares it as written, not by value"
            )


def unexpected_value(field: FieldTrace, _tree: Json) -> Iterator[str]:
    """A hint at `exists: false` that one element of an array spoils for all."""
    only_absence = all(isinstance(o, Exists) and not o.present for o in field.field.alternatives)
    if only_absence and any(value.element is not None for value in field.other_values):
        yield (
            "exists false looks at the whole event, not at one element of an array, unless a field before "
            "it, in the order of their names, has picked the element"
        )

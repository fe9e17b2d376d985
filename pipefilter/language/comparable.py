"""An event's value in the form in which the alternatives of one field compare it.

A string is a `str`. A number is a `float` where AWS compares it by value. Any other number, `true`, `false` and `null`
are a `JsonLiteral`, which is compared by its text: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

from __future__ import annotations

from typing import TypeAlias

from pipefilter.dataclass import dataclass
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar

__all__ = ["Comparable", "JsonLiteral", "as_comparable", "byte_text"]


@dataclass(frozen=True, slots=True)
class JsonLiteral:
    """A value other than a string that is compared by its text: `true`, `null`, `1e400`."""

    text: str


Comparable: TypeAlias = str | float | JsonLiteral

_LITERALS = {True: JsonLiteral("true"), False: JsonLiteral("false"), None: JsonLiteral("null")}


def as_comparable(value: Scalar, *, numeric: bool) -> Comparable:
    """A value of an event as a field compares it: a number by its value, if an alternative of the field is numeric."""
    if isinstance(value, str):
        return value
    if isinstance(value, Number):
        comparable = value.comparable if numeric else None
        return JsonLiteral(value.text) if comparable is None else comparable
    return _LITERALS[value]


def byte_text(text: str) -> str:
    """The text as AWS's engine sees it where it compares UTF-8 bytes: with a `?` for each lone surrogate."""
    if text.isascii():
        return text
    return text.encode("utf-8", "replace").decode()

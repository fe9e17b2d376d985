"""The JSON types of the values that an operator can match, or that it excludes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.events.shape import Kind
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.exists import Exists
from pipefilter.language.operators.numeric import Numeric

__all__ = ["OperandKinds", "kind_of", "operand_kinds"]

_WORDS: dict[Kind, str] = {
    "string": "The string {value}",
    "number": "The number {value}",
    "boolean": "The boolean {value}",
    "null": "null",
}


@dataclass(frozen=True, slots=True)
class OperandKinds:
    """The types that an operator is about.

    Args:
        kinds: of the values that it matches, or excludes.
        words: the operator, at the start of a sentence.
        is_exclusion: whether it excludes them: values of all other types match.
    """

    kinds: frozenset[Kind]
    words: str
    is_exclusion: bool = False


def operand_kinds(operator: Operator) -> OperandKinds | None:
    """The types that an operator is about; None if it matches values of any type."""
    if isinstance(operator, Exists):
        return None
    if isinstance(operator, Exact):
        kind = kind_of(operator.value)
        return OperandKinds(frozenset((kind,)), _WORDS[kind].format(value=_value_text(operator.value)))
    if isinstance(operator, Numeric):
        return OperandKinds(frozenset(("number",)), "numeric")
    if isinstance(operator, AnythingBut):
        return OperandKinds(frozenset(_excluded_kinds(operator.excluded)), "anything-but", is_exclusion=True)
    return OperandKinds(frozenset(("string",)), operator.keyword)


def kind_of(value: Scalar) -> Kind:
    """The JSON type of a value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, Number) else "string"


def _excluded_kinds(excluded: Iterable[object]) -> Iterable[Kind]:
    return {"number" if isinstance(each, Number) else "string" for each in excluded}


def _value_text(value: Scalar) -> str:
    return value.text if isinstance(value, Number) else hint_text(value)

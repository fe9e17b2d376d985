"""The kinds of values that an alternative of a field is about: a prefix matches only strings."""

from __future__ import annotations

from pipefilter.events.shape import Kind
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.cidr import Cidr
from pipefilter.language.operators.exact import Exact

__all__ = ["excluded_kinds", "kind_of", "matched_kinds"]

_OF_ADDRESS: frozenset[Kind] = frozenset(("string", "number"))
"""AWS's engine compares the digits of a number with those of an address."""


def kind_of(value: Scalar) -> Kind:
    """The kind of a value."""
    if isinstance(value, str):
        return "string"
    if isinstance(value, Number):
        return "number"
    return "null" if value is None else "boolean"


def matched_kinds(operator: Operator) -> frozenset[Kind]:
    """The kinds of values that an alternative can match; none if it matches only absence."""
    if isinstance(operator, Cidr) or (isinstance(operator, Exact) and operator.is_address):
        return _OF_ADDRESS
    if isinstance(operator, Exact):
        return frozenset((kind_of(operator.value),))
    requirement = operator.requirement()
    kinds: set[Kind] = set()
    if requirement.text is not None:
        kinds.add("string")
    if requirement.numbers is not None:
        kinds.add("number")
    if requirement.constants:
        kinds |= {"boolean", "null"}
    return frozenset(kinds)


def excluded_kinds(operator: Operator) -> frozenset[Kind]:
    """The kinds of the values that `anything-but` excludes; none for another operator."""
    if not isinstance(operator, AnythingBut):
        return frozenset()
    return frozenset("number" if isinstance(each, Number) else "string" for each in operator.excluded)

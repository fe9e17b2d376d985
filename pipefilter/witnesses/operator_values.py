"""Values that an operator matches or narrowly does not, from the most plausible to the most remote."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar
from pipefilter.language.affix import Affix
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.cidr import Cidr
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.exists import Exists
from pipefilter.language.operators.numeric import Numeric
from pipefilter.language.operators.prefix import Prefix
from pipefilter.language.operators.wildcard import Wildcard, pieces_of

__all__ = ["joined_strings", "matching_values", "near_values"]

_MAX_JOINED = 8
"""Operators whose strings are joined in pairs."""
_MAX_EXPONENT = 20
"""Numbers below 10 to the power of this are written without an exponent."""


def matching_values(operator: Operator, usual: str) -> Iterator[Scalar]:
    """Values of which an operator matches at least one, if it matches any; others are among them.

    Args:
        usual: a plausible string for the field.
    """
    if isinstance(operator, Numeric):
        yield from _numbers_inside(operator)
    elif isinstance(operator, Prefix):
        text = operator.text.removesuffix('"')
        yield from (text + usual[len(text) :] if usual[: len(text)] == text else text + usual, text)
    elif isinstance(operator, Affix):
        text = operator.text.removeprefix('"')
        yield from (usual + text, text)
    elif isinstance(operator, Wildcard):
        pieces = pieces_of(operator.text)
        yield from (usual.join(pieces), "".join(pieces))
    elif isinstance(operator, AnythingBut):
        yield from _other_values(operator, usual)
    elif isinstance(operator, Exists):
        yield usual
    elif isinstance(operator, Cidr):
        yield from list(operator.boundary_values(usual))[1:2]  # the first address is that of the network
    yield from operator.boundary_values(usual)


def near_values(operator: Operator, usual: str) -> Iterator[Scalar]:
    """Values that an operator narrowly does not match; others are among them.

    Args:
        usual: a plausible string for the field.
    """
    if isinstance(operator, Numeric):
        yield from _numbers_outside(operator)
    elif isinstance(operator, AnythingBut):
        for excluded in operator.excluded:
            if isinstance(excluded, Operator):
                yield from matching_values(excluded, usual)
            else:
                yield excluded
    elif isinstance(operator, Exact):
        yield from _near_value(operator.value)
    elif isinstance(operator, Cidr):
        yield from list(operator.boundary_values(""))[-5::-1]  # the address after the last one first
    yield from ("other", usual)
    yield from operator.boundary_values(usual)


def _near_value(value: Scalar) -> Iterator[Scalar]:
    """Values that are nearly equal: the next number, a string in the other case."""
    if isinstance(value, str):
        if value.isdecimal() and len(value) < _MAX_EXPONENT:
            yield str(int(value) + 1)
        yield from (value.lower(), value.upper(), "other")
    elif isinstance(value, Number):
        yield from _neighbors(value)
    elif isinstance(value, bool):
        yield not value


def joined_strings(operators: list[Operator], usual: str) -> Iterator[str]:
    """Strings with the prefix of one operator and the suffix of another, for values that must match both."""
    texts = [operator for operator in operators if isinstance(operator, Affix | Wildcard)][:_MAX_JOINED]
    for first in texts:
        for last in texts:
            if first is not last:
                start, end = _ends(first)[0], _ends(last)[1]
                yield start + usual + end
                yield start + end
                yield from _joined_wildcards(first, last, usual)


def _ends(operator: Affix | Wildcard) -> tuple[str, str]:
    """The strings with which every matching value starts and ends."""
    if isinstance(operator, Wildcard):
        pieces = pieces_of(operator.text)
        return pieces[0], pieces[-1]
    return (operator.text, "") if isinstance(operator, Prefix) else ("", operator.text)


def _joined_wildcards(first: Affix | Wildcard, last: Affix | Wildcard, usual: str) -> Iterator[str]:
    pieces = [
        piece
        for operator in (first, last)
        for piece in (pieces_of(operator.text) if isinstance(operator, Wildcard) else _ends(operator))
    ]
    yield usual.join(pieces)
    yield "".join(pieces)


def _other_values(operator: AnythingBut, usual: str) -> Iterator[Scalar]:
    numbers = [element for element in operator.excluded if isinstance(element, Number)]
    if numbers:
        largest = max((Decimal(number.text) for number in numbers), default=Decimal(0))
        yield _number(_integer_above(largest))
    yield from (usual, "other", f"other-{usual}")


def _numbers_inside(operator: Numeric) -> Iterator[Scalar]:
    low, high, equal = _bounds(operator)
    if equal is not None:
        yield equal
        return
    for sign, number in operator.terms:
        if sign in (">=", "<="):
            yield number
            break
    if low is not None:
        yield _number(_integer_above(low))
    elif high is not None:
        yield _number(_integer_below(high))
    if low is not None and high is not None:
        yield _number((low + high) / 2)
    least, _, most, _ = operator.bounds
    for value in (math.nextafter(least, math.inf), math.nextafter(most, -math.inf)):
        if math.isfinite(value):
            yield Number(repr(value))


def _numbers_outside(operator: Numeric) -> Iterator[Scalar]:
    for sign, number in operator.terms:
        if sign in ("<", ">"):
            yield number
        elif sign == "=":
            yield from _neighbors(number)
        else:
            value = Decimal(number.text)
            yield _number(_integer_below(value) if sign == ">=" else _integer_above(value))
            yield Number(repr(math.nextafter(float(number.text), -math.inf if sign == ">=" else math.inf)))


def _bounds(operator: Numeric) -> tuple[Decimal | None, Decimal | None, Number | None]:
    """The lower and the upper bound, and the number that is required, as far as there are any."""
    low = high = equal = None
    for sign, number in operator.terms:
        if sign == "=":
            equal = number
        elif sign in (">", ">="):
            low = Decimal(number.text)
        else:
            high = Decimal(number.text)
    return low, high, equal


def _neighbors(number: Number) -> Iterator[Scalar]:
    if number.comparable is not None:
        yield _number(_integer_above(Decimal(number.text)))
        yield _number(_integer_below(Decimal(number.text)))
    yield from (Number("0"), Number("1"))


def _integer_above(value: Decimal) -> Decimal:
    return value.to_integral_value(ROUND_FLOOR) + 1


def _integer_below(value: Decimal) -> Decimal:
    return value.to_integral_value(ROUND_CEILING) - 1


def _number(value: Decimal) -> Number:
    """A decimal as JSON writes it: without an exponent if it is short."""
    if not value:
        return Number("0")
    text = format(value, "f") if abs(value.adjusted()) < _MAX_EXPONENT else repr(float(value))
    return Number(text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text)

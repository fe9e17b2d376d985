"""The classes into which the operators of a field divide all numbers, each with a plain number of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise

from pipefilter.json_text.number import Number
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.numeric import Numeric

__all__ = ["number_between", "number_classes"]

_LARGEST = math.nextafter(math.inf, 0)
_MAX_PLACES = 20
"""Decimal places of a number between two others; beyond it, the next double is taken."""
_MAX_PLAIN = 1e15


def number_classes(operators: Iterable[Operator]) -> Iterator[Number]:
    """A number for each class, and one that AWS compares by its text and no operator mentions."""
    bounds: set[float] = {0.0}
    texts: dict[str, Number] = {}
    for operator in operators:
        for number in _numbers(operator):
            if number.comparable is None:
                texts[number.text] = number
            else:
                bounds.add(number.comparable + 0.0)
    ordered = sorted(bounds)
    for low, high in pairwise([None, *ordered, None]):
        between = number_between(low, high)
        if between is not None:
            yield between
        if high is not None:
            yield _plain(high)
    yield from texts.values()
    yield next(number for number in map(_incomparable, range(len(texts) + 1)) if number.text not in texts)


def number_between(low: float | None, high: float | None) -> Number | None:
    """The plainest comparable number between two others; None if there is none.

    Args:
        low: the number that it must exceed; None for no bound.
        high: the number below which it must lie; None for no bound.
    """
    if low is None:
        return _beyond(high, -1)
    if high is None:
        return _beyond(low, 1)
    exact_low, exact_high = Decimal(repr(low)), Decimal(repr(high))
    for places in range(_MAX_PLACES):
        step = Decimal(1).scaleb(-places)
        if abs(exact_low) < Decimal(_MAX_PLAIN):
            value = (exact_low / step).to_integral_value(ROUND_FLOOR) * step + step
            number = Number(_text(value))
            if value < exact_high and number.comparable is not None and low < number.comparable < high:
                return number
    following = math.nextafter(low, math.inf)
    return _plain(following) if following < high else None


def _numbers(operator: Operator) -> Iterator[Number]:
    match operator:
        case Exact(value=Number() as number):
            yield number
        case Numeric():
            yield from (number for _, number in operator.terms)
        case AnythingBut():
            yield from (value for value in operator.excluded if isinstance(value, Number))


def _beyond(bound: float | None, sign: int) -> Number | None:
    value = 0.0 if bound is None else bound
    if abs(value) < _MAX_PLAIN:
        return Number(_text(Decimal(math.floor(value) + 1 if sign > 0 else math.ceil(value) - 1)))
    following = math.nextafter(value, sign * math.inf)
    following = following * 2 if abs(following * 2) < _LARGEST and following * sign > 0 else following
    return _plain(following) if math.isfinite(following) else None


def _plain(value: float) -> Number:
    if value.is_integer() and abs(value) < _MAX_PLAIN:
        return Number(str(int(value)))
    text = repr(value)
    return Number(text) if Number(text).comparable is not None else Number(f"{value:.1e}")


def _text(value: Decimal) -> str:
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _incomparable(number: int) -> Number:
    return Number(f"1e{400 + number}")

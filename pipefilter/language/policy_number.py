"""Numbers in filter policies of SNS and in messages: AWS documents only what happens to some of them.

https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from pipefilter.json_text.number import Number
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.numeric import Numeric

__all__ = [
    "MAX_DECIMALS",
    "MAX_NUMBER",
    "decimals",
    "has_undocumented",
    "is_documented",
    "is_in_range",
    "numbers_of",
    "readings",
]

MAX_DECIMALS = 5
MAX_NUMBER = 10**9


def numbers_of(operator: Operator) -> Iterator[Number]:
    """The numbers that a value is compared with."""
    if isinstance(operator, Exact) and isinstance(operator.value, Number):
        yield operator.value
    elif isinstance(operator, Numeric):
        yield from (number for _, number in operator.terms)
    elif isinstance(operator, AnythingBut):
        yield from (value for value in operator.excluded if isinstance(value, Number))


def decimals(number: Number) -> int:
    """How many digits are after the point if no exponent is used; zeros at the end do not count."""
    mantissa, _, exponent = number.text.lower().partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = whole + fraction
    zeros = len(digits) - len(digits.rstrip("0"))
    return 0 if not digits.strip("-0") else len(fraction) - zeros - int(exponent or 0)


def is_in_range(number: Number) -> bool:
    """Whether AWS documents that filter policies compare a number of this size."""
    return abs(float(number.text)) <= MAX_NUMBER


def is_documented(number: Number) -> bool:
    """Whether AWS documents that filter policies compare a number of this size, with these digits."""
    return is_in_range(number) and decimals(number) <= MAX_DECIMALS


def has_undocumented(operators: Iterable[Operator]) -> bool:
    """Whether values are compared with a number whose size or precision AWS does not document."""
    numbers = (number for operator in operators for number in numbers_of(operator))
    return not all(map(is_documented, numbers))


def readings(number: Number) -> tuple[Number, ...]:
    """A number as SNS may compare it: as it is, by value, or without the digits that are too many, truncated or rounded."""
    by_value = (number,) if number.comparable is not None else (number, _of_value(number))
    if not is_in_range(number) or decimals(number) <= MAX_DECIMALS:
        return by_value
    from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation

    try:
        exact = Decimal(number.text)
    except InvalidOperation:  # the exponent is beyond that of any number that differs much from zero
        return (*by_value, Number("0"))
    last_digit = Decimal(1).scaleb(-MAX_DECIMALS)
    shorter = (exact.quantize(last_digit, rounding) for rounding in (ROUND_DOWN, ROUND_HALF_UP))
    return (*by_value, *(Number(f"{each:f}") for each in shorter))


def _of_value(number: Number) -> Number:
    """The nearest number with the same sign that is compared by value; the engine compares others as they are written."""
    value = float(number.text)
    if not value and decimals(number):
        value = -sys.float_info.min if number.text.startswith("-") else sys.float_info.min
    return Number(repr(max(-sys.float_info.max, min(sys.float_info.max, value))))

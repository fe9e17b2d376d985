"""Dollars, numbers and prices as reports show them."""

from __future__ import annotations

from fractions import Fraction

from pipefilter.costs.prices.price import Price
from pipefilter.costs.range import Range

__all__ = ["dollars", "dollars_range", "number", "number_range", "price_words", "several"]

_WITHOUT_CENTS = 1000
_LEAST = Fraction(1, 1_000_000)


def number(count: int) -> str:
    """A number with a comma at each thousand.

    Args:
        count: any.
    """
    return f"{count:,}"


def number_range(count: Range[int]) -> str:
    """Two numbers, or one if they are the same."""
    return number(count.high) if count.is_exact else f"{number(count.low)}–{number(count.high)}"


def dollars(amount: Fraction | None) -> str:
    """Dollars: `$1,234`, `$4.35`, `$0.037`, and never $0.00 for what is not nothing.

    Args:
        amount: in USD; None if it is not known.
    """
    if amount is None:
        return "unknown"
    if amount < 0:
        return f"-{dollars(-amount)}"
    if not amount:
        return "$0"
    if amount < _LEAST:
        return f"under ${float(_LEAST):f}"
    if round(amount, 2) >= _WITHOUT_CENTS:
        return f"${round(amount):,}"
    places = 2
    if amount * 100 % 1:  # not a whole number of cents: at least two digits that tell something
        while amount * 10 ** (places - 1) < 1:
            places += 1
    return f"${_with_places(amount, places)}"


def dollars_range(amount: Range[Fraction] | None) -> str:
    """Two amounts, or one if both look the same.

    Args:
        amount: in USD; None if it is not known.
    """
    if amount is None:
        return dollars(None)
    low, high = map(dollars, amount)
    return high if low == high else f"{low}–{high}"


def several(unit: str) -> str:
    """A unit's plural: `requests of 64 KB`.

    Args:
        unit: one, in words.
    """
    first, space, rest = unit.partition(" ")
    return f"{first}s{space}{rest}"


def price_words(price: Price) -> str:
    """A price in words: `$0.40 per 1,000,000 requests of 64 KB`, with all its digits.

    Args:
        price: of some units.
    """
    whole, _, after = f"{price.dollars:,f}".partition(".")
    amount = f"${whole}.{after.ljust(2, '0')}" if after else f"${whole}"
    return f"{amount} per " + (price.unit if price.per == 1 else f"{number(price.per)} {several(price.unit)}")


def _with_places(amount: Fraction, places: int) -> str:
    """Exactly rounded, as a float would not be."""
    digits = f"{round(amount * 10**places):0{places + 1}d}"
    return f"{int(digits[:-places]):,}.{digits[-places:]}"

"""Dollars, numbers, shares, durations and prices as reports show them."""

from __future__ import annotations

from fractions import Fraction

from pipefilter.costs.prices.price import Price
from pipefilter.costs.range import Range

__all__ = [
    "dollars",
    "dollars_range",
    "in_words",
    "number",
    "number_range",
    "percent",
    "plural",
    "price_words",
]

_WITHOUT_CENTS = 1000
_SMALLEST = Fraction(1, 1_000_000)


def number(count: int) -> str:
    """A number with a comma at each thousand."""
    return f"{count:,}"


def number_range(count: Range[int]) -> str:
    """Two numbers, or one if they are the same."""
    return number(count.high) if count.is_exact else f"{number(count.low)}–{number(count.high)}"


def dollars(amount: Fraction | None) -> str:
    """Dollars: `$1,234`, `$4.35`, `$0.037`, and never $0.00 for a positive amount; None is unknown."""
    if amount is None:
        return "unknown"
    if amount < 0:
        return f"-{dollars(-amount)}"
    if not amount:
        return "$0"
    if amount < _SMALLEST:
        return f"under ${float(_SMALLEST):f}"
    if round(amount, 2) >= _WITHOUT_CENTS:
        return f"${round(amount):,}"
    places = 2
    if amount * 100 % 1:  # not a whole number of cents: at least two significant digits
        while amount * 10 ** (places - 1) < 1:
            places += 1
    return f"${_with_places(amount, places)}"


def dollars_range(amount: Range[Fraction] | None) -> str:
    """Two amounts, or one if both look the same."""
    if amount is None:
        return dollars(None)
    low, high = map(dollars, amount)
    return high if low == high else f"{low}–{high}"


def percent(share: float) -> str:
    """A share: `12.3%`, and never 0% or 100% for a share that is only close to it."""
    if share in (0, 1):
        return f"{share:.0%}"
    words = f"{share:.1%}"
    if words == "0.0%":
        return f"{share * 100:.2g}%"
    if words == "100.0%":
        return next(
            (near for places in (2, 3, 4) if (near := f"{share:.{places}%}")[0] != "1"), "over 99.9999%"
        )
    return words


def in_words(seconds: float) -> str:
    """A duration: `3 h 20 min`."""
    for size, unit, small, smaller in (
        (86_400, "days", 3600, "h"),
        (3600, "h", 60, "min"),
        (60, "min", 1, "s"),
    ):
        if seconds >= size:
            whole, rest = divmod(round(seconds / small) * small, size)
            noun = "day" if unit == "days" and whole == 1 else unit
            return f"{whole:.0f} {noun}" + (f" {rest // small:.0f} {smaller}" if rest else "")
    return f"{seconds:.3g} s"


def plural(unit: str) -> str:
    """A unit's plural: `requests of 64 KB`."""
    first, space, rest = unit.partition(" ")
    return f"{first}s{space}{rest}"


def price_words(price: Price) -> str:
    """A price in words: `$0.40 per 1,000,000 requests of 64 KB`, with all its digits."""
    whole, _, after = f"{price.dollars:,f}".partition(".")
    amount = f"${whole}.{after.ljust(2, '0')}" if after else f"${whole}"
    return f"{amount} per " + (price.unit if price.per == 1 else f"{number(price.per)} {plural(price.unit)}")


def _with_places(amount: Fraction, places: int) -> str:
    """Exactly rounded, as a float would not be."""
    digits = f"{round(amount * 10**places):0{places + 1}d}"
    return f"{int(digits[:-places]):,}.{digits[-places:]}"

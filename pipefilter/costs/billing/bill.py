"""A month's bill by line item, each with its price and the source of the price."""

from __future__ import annotations

from fractions import Fraction

from pipefilter.costs.prices.price import Price
from pipefilter.costs.range import Range
from pipefilter.dataclass import dataclass
from pipefilter.override import override

__all__ = ["Bill", "Line", "rounded", "saved_between"]

_NONE = Range(0, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a month's bill.

    Args:
        item: as in `ITEMS`; "" if AWS publishes no price.
        price: None if it is not known for the region.
        free: how much of the quantity the free tier takes off.
    """

    what: str
    item: str
    quantity: Range[int]
    unit: str
    price: Price | None
    free: Range[int] = _NONE

    @property
    def dollars(self) -> Range[Fraction] | None:
        """A month; None if the price is not known, unless there is nothing to pay for."""
        billed = (self.quantity - self.free).apply(Fraction)
        if self.price is None:
            return None if billed.high else Range.exactly(Fraction(0))
        return billed * self.price.each

    @property
    def dollars_per_month(self) -> float | None:
        """The upper figure; None if the price is not known."""
        return None if self.dollars is None else rounded(self.dollars.high)

    @property
    def dollars_per_month_least(self) -> float | None:
        """The lower figure; None if the price is not known."""
        return None if self.dollars is None else rounded(self.dollars.low)

    def as_json(self) -> dict[str, object]:
        """The line as `--json` prints it."""
        return {
            "what": self.what,
            "item": self.item or None,
            "quantity": self.quantity.high,
            "quantity_least": self.quantity.low,
            "free": self.free.high,
            "unit": self.unit,
            "price": self.price.as_json() if self.price is not None else None,
            "dollars": self.dollars_per_month,
            "dollars_least": self.dollars_per_month_least,
        }


def rounded(dollars: Fraction) -> float:
    """Dollars to the millionth."""
    return round(float(dollars), 6)


@dataclass(frozen=True, slots=True)
class Bill:
    """A month's bill.

    Args:
        lines: the line items; the first is for the service in which the filters run.
        lacks: other items that are billed, but are not in the totals because their quantity is not known.
    """

    lines: tuple[Line, ...]
    lacks: tuple[str, ...] = ()

    @property
    def requests(self) -> Range[int]:
        """Requests a month of the service in which the filters run."""
        return self.lines[0].quantity

    @property
    def dollars(self) -> Range[Fraction] | None:
        """A month, without the items in `lacks`; None if a price is not known."""
        total = Range.exactly(Fraction(0))
        for line in self.lines:
            if line.dollars is None:
                return None
            total += line.dollars
        return total

    @property
    def unknown(self) -> tuple[str, ...]:
        """The line items without a known price, in words."""
        return tuple(dict.fromkeys(line.what for line in self.lines if line.dollars is None))

    @property
    def requests_per_month(self) -> int:
        """Requests of the service in which the filters run, the upper figure."""
        return self.requests.high

    @property
    def dollars_per_month(self) -> float | None:
        """The upper figure, without the items in `lacks`; None if a price is not known."""
        return None if self.dollars is None else rounded(self.dollars.high)

    @property
    def dollars_per_month_least(self) -> float | None:
        """The lower figure, without the items in `lacks`; None if a price is not known."""
        return None if self.dollars is None else rounded(self.dollars.low)

    @property
    def dollars_per_year(self) -> float | None:
        """The upper figure, without the items in `lacks`; None if a price is not known."""
        return None if self.dollars is None else rounded(self.dollars.high * 12)

    def as_json(self) -> dict[str, object]:
        """The bill as `--json` prints it."""
        return {
            "requests_per_month": self.requests_per_month,
            "requests_per_month_least": self.requests.low,
            "dollars_per_month": self.dollars_per_month,
            "dollars_per_month_least": self.dollars_per_month_least,
            "dollars_per_year": self.dollars_per_year,
            "lines": [line.as_json() for line in self.lines],
            "lacks": list(self.lacks),
        }

    @override
    def __repr__(self) -> str:
        dollars = "unknown" if self.dollars_per_month is None else f"${self.dollars_per_month:,.2f} a month"
        return f"<Bill: {dollars}{' plus unknown costs' if self.lacks else ''}>"


def saved_between(before: Bill, after: Bill) -> Range[Fraction] | None:
    """By how many dollars a month the second bill is less than the first; None if a price is not known.

    The lower figures are compared with each other, and the upper ones: if AWS fills up batches after filtering, it does so
    in both months.
    """
    if before.dollars is None or after.dollars is None:
        return None
    return before.dollars - after.dollars

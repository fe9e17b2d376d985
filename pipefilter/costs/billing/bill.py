"""What AWS bills for a month, line by line, each with its price and where that is from."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from pipefilter.costs.billing.flow import Flow
from pipefilter.costs.billing.free_tier import FREE_TIERS, FreeTier
from pipefilter.costs.billing.setup import Call, Setup
from pipefilter.costs.prices.price import ITEMS, Price, Prices

__all__ = ["Bill", "Line", "bill", "rounded", "saved_between"]

_WORKFLOW_MEMORY = 64
_WORKFLOW_STEP = 100
"""MB and milliseconds in which Express Workflows are counted: https://aws.amazon.com/step-functions/pricing/"""
_NOT_PRICED = {"v2": "deliveries of EventBridge v2: AWS publishes no price that we know"}


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a month's bill.

    Args:
        what: is billed, in words.
        item: as in `ITEMS`; "" if no price is known to exist.
        quantity: of units, at least and at most.
        unit: one unit, in words.
        price: None if it is not known for the region.
        free: units that are taken off, at least and at most.
    """

    what: str
    item: str
    quantity: tuple[int, int]
    unit: str
    price: Price | None
    free: tuple[int, int] = (0, 0)

    @property
    def dollars(self) -> tuple[Fraction, Fraction] | None:
        """At least and at most; None if the price is not known, unless there is nothing to pay for."""
        least, most = (quantity - free for quantity, free in zip(self.quantity, self.free, strict=True))
        if self.price is None:
            return None if most else (Fraction(0), Fraction(0))
        return least * self.price.each, most * self.price.each

    @property
    def dollars_per_month(self) -> float | None:
        """At most; None if the price is not known."""
        return None if self.dollars is None else rounded(self.dollars[1])

    @property
    def dollars_per_month_least(self) -> float | None:
        """At least; None if the price is not known."""
        return None if self.dollars is None else rounded(self.dollars[0])

    def as_json(self) -> dict[str, object]:
        """The line as `--json` prints it."""
        return {
            "what": self.what,
            "item": self.item or None,
            "quantity": self.quantity[1],
            "quantity_least": self.quantity[0],
            "free": self.free[1],
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
        lines: what is billed; the first is for the service in which the filters run.
        lacks: what is billed besides, of which the quantity is not known: it is in no sum.
    """

    lines: tuple[Line, ...]
    lacks: tuple[str, ...] = ()

    @property
    def requests(self) -> tuple[int, int]:
        """Of the service in which the filters run, at least and at most."""
        return self.lines[0].quantity

    @property
    def dollars(self) -> tuple[Fraction, Fraction] | None:
        """A month, at least and at most, without what it lacks; None if a price is not known."""
        found = [line.dollars for line in self.lines]
        known = [one for one in found if one is not None]
        if len(known) < len(found):
            return None
        return sum((low for low, _ in known), Fraction(0)), sum((high for _, high in known), Fraction(0))

    @property
    def unknown(self) -> tuple[str, ...]:
        """What there is no price for, in words."""
        return tuple(dict.fromkeys(line.what for line in self.lines if line.dollars is None))

    @property
    def requests_per_month(self) -> int:
        """Requests of the service in which the filters run, at most."""
        return self.requests[1]

    @property
    def dollars_per_month(self) -> float | None:
        """At most, without what it lacks; None if a price is not known."""
        return None if self.dollars is None else rounded(self.dollars[1])

    @property
    def dollars_per_month_least(self) -> float | None:
        """At least, likewise."""
        return None if self.dollars is None else rounded(self.dollars[0])

    @property
    def dollars_per_year(self) -> float | None:
        """At most, likewise."""
        return None if self.dollars is None else rounded(self.dollars[1] * 12)

    def as_json(self) -> dict[str, object]:
        """The bill as `--json` prints it."""
        return {
            "requests_per_month": self.requests_per_month,
            "requests_per_month_least": self.requests[0],
            "dollars_per_month": self.dollars_per_month,
            "dollars_per_month_least": self.dollars_per_month_least,
            "dollars_per_year": self.dollars_per_year,
            "lines": [line.as_json() for line in self.lines],
            "lacks": list(self.lacks),
        }

    def __repr__(self) -> str:
        dollars = "unknown" if self.dollars_per_month is None else f"${self.dollars_per_month:,.2f} a month"
        return f"<Bill: {dollars}{' and what it lacks' if self.lacks else ''}>"


def saved_between(before: Bill, after: Bill) -> tuple[Fraction, Fraction] | None:
    """Dollars a month that one bill is less than another, at least and at most; None if a price is not known.

    If batches are filled up after filtering they are so in both, and if they are not, in neither.

    Args:
        before: the bill without what saves.
        after: the bill with it.
    """
    if before.dollars is None or after.dollars is None:
        return None
    saved = [low - high for low, high in zip(before.dollars, after.dollars, strict=True)]
    return min(saved), max(saved)


@dataclass(slots=True)
class _Writing:
    """A bill being written."""

    prices: Prices
    region: str
    free_tiers: tuple[FreeTier, ...]
    lines: list[Line] = field(default_factory=list)
    _left: dict[tuple[str, ...], tuple[int, int]] = field(default_factory=dict)

    def add(self, what: str, item: str, quantity: tuple[Fraction, Fraction]) -> None:
        whole = (math.ceil(quantity[0]), math.ceil(quantity[1]))
        free = (0, 0)
        for tier in self.free_tiers:
            if item in tier.items:
                left = self._left.get(tier.items, (tier.quantity, tier.quantity))
                free = (min(left[0], whole[0]), min(left[1], whole[1]))
                self._left[tier.items] = (left[0] - free[0], left[1] - free[1])
        known = ITEMS.get(item)
        self.lines.append(
            Line(
                what,
                item,
                whole,
                known.unit if known else "event",
                self.prices.find(item, self.region),
                free,
            )
        )


def bill(passing: Flow, everything: Flow, setup: Setup, prices: Prices) -> Bill:
    """The bill for a month.

    Args:
        passing: what the filter lets through.
        everything: what comes to the service.
        setup: where the filters run, and what is called behind them.
        prices: that are known.
    """
    writing = _Writing(prices, setup.region, FREE_TIERS if setup.free_tier else ())
    lacks = []
    for what, item, quantity in _quantities(passing, everything, setup):
        if quantity is None:
            lacks.append(what)
        else:
            writing.add(what, item, quantity)
    return Bill(tuple(writing.lines), tuple(lacks))


_Quantity = tuple[str, str, tuple[Fraction, Fraction] | None]


def _quantities(passing: Flow, everything: Flow, setup: Setup) -> Iterator[_Quantity]:
    name = setup.service.name
    if name == "pipe":
        yield "pipe: requests after filtering", "pipe-request", passing.requests
    elif name == "lambda":
        yield "Lambda: invocations", "lambda-request", passing.batches
        if setup.function is not None:
            yield from _duration("Lambda: duration", setup.function, passing)
    elif name == "rule":
        # a bus bills what is put on it, before any rule is looked at
        yield "bus: custom events put on it", "bus-custom-event", (everything.chunks, everything.chunks)
    else:
        yield _NOT_PRICED[name], "", (passing.events, passing.events)
    if setup.enrichment is not None:
        yield from _call("enrichment", setup.enrichment, passing)
    if setup.target is not None:
        yield from _call("target", setup.target, passing)


def _call(what: str, call: Call, flow: Flow) -> Iterator[_Quantity]:
    if call.kind == "lambda":
        yield f"{what}: Lambda invocations", "lambda-request", flow.batches
        yield from _duration(f"{what}: Lambda duration", call, flow)
    elif call.kind == "step-functions-express":
        yield f"{what}: Express Workflows started", "step-functions-express-request", flow.batches
        yield from _duration(f"{what}: Express Workflows' duration", call, flow)
    elif call.kind == "bus":  # it is put there event by event
        yield f"{what}: custom events put on a bus", "bus-custom-event", (flow.chunks, flow.chunks)
    else:  # a batch is sent at once, and billed by the 64 KB
        kind = "standard" if call.kind == "sqs" else "fifo"
        yield f"{what}: SQS requests", f"sqs-request-{kind}", flow.requests


def _duration(what: str, call: Call, flow: Flow) -> Iterator[_Quantity]:
    if call.memory is None or call.duration is None:
        yield what, "", None
        return
    records = flow.events * call.per_record
    times = [batches * call.duration + records for batches in flow.batches]
    gigabytes, item = Fraction(call.memory, 1024), f"lambda-gb-second-{call.architecture}"
    if call.kind == "step-functions-express":
        gigabytes = Fraction(-(-call.memory // _WORKFLOW_MEMORY) * _WORKFLOW_MEMORY, 1024)
        item = "step-functions-express-gb-second"
        times = [_in_steps(time, batches) for time, batches in zip(times, flow.batches, strict=True)]
    least, most = (time / 1000 * gigabytes for time in times)
    yield what, item, (least, most)


def _in_steps(time: Fraction, runs: Fraction) -> Fraction:
    """The time of all runs if each takes as long as they do on average, rounded up to whole steps."""
    return -(-(time / runs) // _WORKFLOW_STEP) * _WORKFLOW_STEP * runs if runs else Fraction(0)

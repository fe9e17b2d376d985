"""What AWS takes money for, and what it takes: a price is of one item in one region, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

__all__ = ["ITEMS", "Item", "Price", "Prices"]


class Item(NamedTuple):
    """A thing that AWS bills by the piece.

    Args:
        title: as AWS calls it.
        unit: one piece, in words.
    """

    title: str
    unit: str


ITEMS: Mapping[str, Item] = {
    # a request is a batch after filtering, begun 64 KB by begun 64 KB: https://aws.amazon.com/eventbridge/pricing/
    "pipe-request": Item("EventBridge Pipes, requests after filtering", "request of 64 KB"),
    "bus-custom-event": Item("EventBridge, custom events put on a bus", "event of 64 KB"),
    # one price for both architectures: https://aws.amazon.com/lambda/pricing/
    "lambda-request": Item("Lambda, requests", "request"),
    "lambda-gb-second-x86": Item("Lambda, duration on x86", "GB-second"),
    "lambda-gb-second-arm": Item("Lambda, duration on Arm", "GB-second"),
    # https://aws.amazon.com/sqs/pricing/
    "sqs-request-standard": Item("SQS, requests to standard queues", "request of 64 KB"),
    "sqs-request-fifo": Item("SQS, requests to FIFO queues", "request of 64 KB"),
    # https://aws.amazon.com/step-functions/pricing/
    "step-functions-express-request": Item("Step Functions, Express Workflows, requests", "request"),
    "step-functions-express-gb-second": Item("Step Functions, Express Workflows, duration", "GB-second"),
}


@dataclass(frozen=True, slots=True)
class Price:
    """The price of an item in a region, on demand, in the first tier that costs something.

    Args:
        item: one of `ITEMS`.
        region: such as `eu-west-1`.
        dollars: USD for `per` units.
        per: how many units that is for.
        unit: one unit, in words.
        date: the day from or on which it is known to hold, as ISO 8601 writes it.
        source: a URL, or in words where it is from.
        note: what else is to be known of it; "" if nothing.
    """

    item: str
    region: str
    dollars: Decimal
    per: int
    unit: str
    date: str
    source: str
    note: str = ""

    @property
    def each(self) -> Fraction:
        """Dollars for one unit, exactly."""
        return Fraction(self.dollars) / self.per

    def as_json(self) -> dict[str, object]:
        """The price as `--json` prints it, and as a file of prices has it."""
        return {
            "item": self.item,
            "region": self.region,
            "usd": f"{self.dollars:f}",
            "per": self.per,
            "unit": self.unit,
            "date": self.date,
            "source": self.source,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices that are known; what is not among them is not known.

    Args:
        prices: at most one of each item in each region.
    """

    prices: tuple[Price, ...] = ()

    def find(self, item: str, region: str) -> Price | None:
        """The price of an item in just this region; None if it is not known.

        Args:
            item: one of `ITEMS`.
            region: such as `eu-west-1`; another region's price is never taken for it.
        """
        return next((one for one in self.prices if (one.item, one.region) == (item, region)), None)

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions of which some price is known, in order of their names."""
        return tuple(sorted({one.region for one in self.prices}))

    def over(self, other: Prices) -> Prices:
        """These prices, and the others for what is not among these.

        Args:
            other: prices that these win over.
        """
        mine = {(one.item, one.region) for one in self.prices}
        kept = tuple(one for one in other.prices if (one.item, one.region) not in mine)
        return Prices(self.prices + kept)

    def as_json(self) -> dict[str, object]:
        """The prices as a file of prices has them."""
        return {"prices": [one.as_json() for one in self.prices]}

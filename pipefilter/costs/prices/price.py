"""The items that AWS bills, and their prices: a price is valid for one item in one region only."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from pipefilter.dataclass import dataclass

__all__ = ["ITEMS", "Item", "Price", "Prices"]


class Item(NamedTuple):
    """An item that AWS bills by the unit."""

    title: str
    unit: str


ITEMS: Mapping[str, Item] = {
    # a request is 64 KB of a batch after filtering, rounded up: https://aws.amazon.com/eventbridge/pricing/
    "pipe-request": Item("EventBridge Pipes, requests after filtering", "request of 64 KB"),
    "bus-custom-event": Item("EventBridge, custom events sent to a bus", "event of 64 KB"),
    # one price for both architectures: https://aws.amazon.com/lambda/pricing/
    "lambda-request": Item("Lambda, requests", "request"),
    "lambda-gb-second-x86": Item("Lambda, duration on x86", "GB-second"),
    "lambda-gb-second-arm": Item("Lambda, duration on Arm", "GB-second"),
    # https://aws.amazon.com/sqs/pricing/
    "sqs-request-standard": Item("SQS, requests to standard queues", "request of 64 KB"),
    "sqs-request-fifo": Item("SQS, requests to FIFO queues", "request of 64 KB"),
    # https://aws.amazon.com/sns/pricing/
    "sns-delivery-sqs": Item("SNS, deliveries to SQS from standard topics", "notification"),
    "sns-delivery-lambda": Item("SNS, deliveries to Lambda from standard topics", "notification"),
    "sns-delivery-http": Item("SNS, deliveries to HTTP(S)", "notification"),
    "sns-delivery-email": Item("SNS, deliveries to email", "notification"),
    "sns-delivery-firehose": Item("SNS, deliveries to Firehose", "notification"),
    "sns-body-filtering": Item("SNS, payload-based message filtering of standard topics", "GB"),
    # https://aws.amazon.com/step-functions/pricing/
    "step-functions-express-request": Item("Step Functions, Express Workflows, requests", "request"),
    "step-functions-express-gb-second": Item("Step Functions, Express Workflows, duration", "GB-second"),
}


@dataclass(frozen=True, slots=True)
class Price:
    """The on-demand price of an item in a region, in the first tier that is not free.

    Args:
        item: one of `ITEMS`.
        region: such as `eu-west-1`.
        dollars: USD for `per` units.
        per: for how many units.
        unit: one unit, in words.
        date: the day since which, or on which, it is known to be valid, in ISO 8601.
        source: a URL, or its origin in words.
        note: a remark; "" for none.
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
        """Dollars per unit, exactly."""
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
    """The known prices.

    Args:
        prices: at most one for each item in each region.
    """

    prices: tuple[Price, ...] = ()

    def find(self, item: str, region: str) -> Price | None:
        """The price of an item in just this region; None if it is not known.

        Args:
            region: such as `eu-west-1`; the price of another region is never used.
        """
        return next((each for each in self.prices if (each.item, each.region) == (item, region)), None)

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions with a known price, sorted by name."""
        return tuple(sorted({each.region for each in self.prices}))

    def over(self, other: Prices) -> Prices:
        """These prices, and the other prices for items and regions without one here."""
        mine = {(each.item, each.region) for each in self.prices}
        kept = tuple(each for each in other.prices if (each.item, each.region) not in mine)
        return Prices(self.prices + kept)

    def as_json(self) -> dict[str, object]:
        """The prices as a file of prices has them."""
        return {"prices": [each.as_json() for each in self.prices]}

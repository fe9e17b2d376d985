"""Estimates for tests of reports, from generated records of a DynamoDB stream that are the same each time."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from fractions import Fraction

from pipefilter.costs.billing.setup import Setup
from pipefilter.costs.estimation import Estimate, Extent, build_estimate
from pipefilter.costs.prices.file import shipped_prices
from pipefilter.costs.prices.price import Prices
from pipefilter.costs.traffic.counting import CountJob
from pipefilter.costs.traffic.counts import TrafficCounts
from pipefilter.costs.traffic.queries import Queries, build_queries
from pipefilter.costs.volume.volume import Volume
from pipefilter.language.filter_criteria import parse_filters
from pipefilter.scanning.events.block import Block
from pipefilter.services import service_named

__all__ = ["PAID", "THREE", "records", "reported_estimate"]

PAID = ("paid.json", '{"eventName":["MODIFY"],"dynamodb":{"NewImage":{"state":{"S":["PAID"]}}}}')
_THREE_FILTERS = [
    '{"eventName":["INSERT"]}',
    '{"dynamodb":{"NewImage":{"state":{"S":["SHIPPED"]}},"OldImage":{"state":{"S":[{"anything-but":["SHIPPED"]}]}}}}',
    '{"eventName":["TRUNCATE"]}',
]
THREE = (
    PAID,
    (
        "filters/shipped-or-new.json",
        json.dumps({"Filters": [{"Pattern": pattern} for pattern in _THREE_FILTERS]}),
    ),
    ("filters/removed.json", '{"eventName":["REMOVE"]}'),
)
"""Three candidates; one filter of the second never matches."""
_STATES = ("NEW", "PAID", "SHIPPED", "DELIVERED", "CANCELLED", "RETURNED", "HELD", "PACKED")
_BEGIN = 1_767_250_000


def records(count: int, *, hours: float = 30, timed: bool = True) -> bytes:
    """Lines of records, more of them by day than by night."""
    chance = random.Random(count)
    lines: list[str] = []
    while len(lines) < count:
        second = chance.random() * hours * 3600
        by_day = 1 - abs((second / 3600 + 8) % 24 - 14) / 14
        if chance.random() > 0.15 + 0.85 * by_day:
            continue
        images = ({"state": {"S": chance.choice(_STATES)}, "note": {"S": "x" * 300}} for _ in range(2))
        change: dict[str, object] = {"Keys": {"pk": {"S": f"ORDER#{len(lines)}"}}}
        change |= zip(("NewImage", "OldImage"), images, strict=True)
        if timed:
            change["ApproximateCreationDateTime"] = _BEGIN + int(second)
        name = chance.choice(["MODIFY"] * 6 + ["INSERT", "REMOVE"])
        lines.append(json.dumps({"eventName": name, "eventSource": "aws:dynamodb", "dynamodb": change}))
    return "\n".join(lines).encode() + b"\n"


def reported_estimate(  # noqa: PLR0913 - all that an estimate is made of
    candidates: Sequence[tuple[str, str]] = (PAID,),
    traffic: bytes | None = None,
    setup: Setup | None = None,
    prices: Prices | None = None,
    volume: Volume | None = None,
    extent: Extent | None = None,
) -> Estimate:
    """An estimate of synthetic traffic, with the bundled prices unless others are given."""
    setup = setup or Setup(service_named("pipe"), "dynamodb", "us-east-1", batch_size=5)
    probes = build_queries([(name, parse_filters(text)) for name, text in candidates])
    return build_estimate(
        _tallied(probes, records(2000) if traffic is None else traffic, setup),
        probes,
        setup,
        shipped_prices() if prices is None else prices,
        volume or Volume(Fraction(5_000_000), "--per-month"),
        extent or Extent(),
    )


def _tallied(probes: Queries, traffic: bytes, setup: Setup) -> TrafficCounts:
    what = CountJob(probes, setup.service.name, setup.source, with_arrivals=setup.window is not None)
    return what.begin()(Block(traffic, 1, len(traffic)))

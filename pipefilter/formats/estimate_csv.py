"""The line items of an estimate as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from pipefilter.costs.billing.bill import Bill, rounded
from pipefilter.costs.estimation import Estimate

__all__ = ["COLUMNS", "csv_lines"]

COLUMNS = (
    "bill",
    "pattern",
    "what",
    "item",
    "quantity_least",
    "quantity",
    "free",
    "unit",
    "price_usd",
    "price_per",
    "region",
    "price_date",
    "price_source",
    "dollars_least",
    "dollars",
)
"""`bill` is `without_filter`, `with_filter` or `bus`, prefixed with `assumed_` for a bill under assumptions; unknown
values are empty. In a line with `mistake`, `what` describes what is wrong with a filter."""


def csv_lines(estimate: Estimate) -> Iterator[str]:
    """A header, and a line for each line of each bill."""
    yield _line(COLUMNS)
    yield from _bills(estimate, "")
    if estimate.assumed is not None:
        yield from _bills(estimate.assumed.estimate, "assumed_")
    for mistake in estimate.mistakes:
        yield _line(("mistake", "", mistake, *("" for _ in COLUMNS[3:])))


def _bills(estimate: Estimate, prefix: str) -> Iterator[str]:
    region = estimate.setup.region
    yield from _bill_lines(f"{prefix}without_filter", "", estimate.without_filter, region)
    for candidate in estimate.candidates:
        yield from _bill_lines(f"{prefix}with_filter", candidate.name, candidate.with_filter, region)
    if estimate.bus is not None:
        yield from _bill_lines(f"{prefix}bus", "", estimate.bus, region)


def _bill_lines(kind: str, name: str, bill: Bill, region: str) -> Iterator[str]:
    for line in bill.lines:
        price, dollars = line.price, line.dollars
        yield _line(
            (
                kind,
                name,
                line.what,
                line.item,
                line.quantity.low,
                line.quantity.high,
                line.free.high,
                line.unit,
                "" if price is None else f"{price.dollars:f}",
                "" if price is None else price.per,
                region,
                "" if price is None else price.date,
                "" if price is None else price.source,
                "" if dollars is None else rounded(dollars.low),
                "" if dollars is None else rounded(dollars.high),
            )
        )
    for what in bill.lacks:
        yield _line((kind, name, what, *[""] * (len(COLUMNS) - 3)))


def _line(values: tuple[object, ...]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(values)
    return written.getvalue()

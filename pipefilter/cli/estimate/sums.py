"""The bills of an estimate for a terminal: a table of all, and each line by line."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, TypeVar

from rich.text import Text

from pipefilter.cli.terminal.figure_table import Cell, Column, FigureTable
from pipefilter.cli.terminal.report_text import between, dollars_between, heading, indented, visible
from pipefilter.costs.billing.bill import Bill, Line
from pipefilter.costs.billing.source_reads import source_reads
from pipefilter.costs.estimation import CandidateEstimate, Estimate
from pipefilter.costs.figures import dollars, number, percent, price_words
from pipefilter.costs.prices.price import Price
from pipefilter.costs.range import Range

__all__ = ["sum_lines", "summary_lines"]

_BUS = "for comparison: custom event bus"
_MORE = " + ?"
"""Follows a total that does not include everything."""
_DIM = "bright_black"
_ASSUMED = "yellow"

Bound = Literal["low", "high"]
Figure = TypeVar("Figure", int, Fraction)


def summary_lines(estimate: Estimate, width: int) -> Iterator[Text]:
    """The table of all bills."""
    headings = ("passing", "95% interval", "requests", "per month", "per year", "saved per year")
    table = FigureTable([Column(heading) for heading in headings])
    without = estimate.without_filter
    other = estimate.assumed.estimate if estimate.assumed is not None else None
    words = Cell(f"  {estimate.assumed.assumption.words}" if estimate.assumed is not None else "", _ASSUMED)
    table.add("without filter", "100%", "", *_bill_cells(without, "high"))
    if other is not None:
        table.add(words, "", "", "", *_bill_cells(other.without_filter, "high")[1:])
    for place, candidate in enumerate(estimate.candidates):
        if not candidate.filters:
            continue
        with_other = other.candidates[place] if other is not None else None
        low, high = candidate.matched.interval
        share = (percent(candidate.matched.value), between(percent(low), percent(high)))
        rows: list[tuple[str, tuple[str, str], Bound]] = [(visible(candidate.name), share, "low")]
        if any(_depends_on_batches(each) for each in (candidate, with_other) if each is not None):
            rows.append(("  if batches are not refilled", ("", ""), "high"))
        for label, cells, bound in rows:
            table.add(label, *cells, *_candidate_cells(candidate, without, bound))
            if other is not None and with_other is not None:
                sums = _candidate_cells(with_other, other.without_filter, bound)[1:]
                table.add(words, "", "", "", *sums)
    if estimate.bus is not None:
        table.add(Cell(_BUS, _DIM), "", "", *_bill_cells(estimate.bus, "high"))
        if other is not None and other.bus is not None:
            table.add(words, "", "", "", *_bill_cells(other.bus, "high")[1:])
    yield from table.lines(width)
    if estimate.lacks:
        missing = f"? is an unknown amount ({', '.join(estimate.lacks)}): give {_missing_options(estimate)}"
        yield from indented(missing, width, 0, _ASSUMED)


def sum_lines(estimate: Estimate, width: int) -> Iterator[Text]:
    """The line items of each bill, and the sources of the prices."""
    yield from heading("Monthly bill by line item", width)
    table = FigureTable([Column("quantity"), Column("price", "left"), Column("dollars")])
    bills = [("without filter", estimate.without_filter)]
    bills += [(candidate.name, candidate.with_filter) for candidate in estimate.candidates if candidate.filters]
    if estimate.bus is not None:
        bills.append((_BUS, estimate.bus))
    elsewhere = _prices_elsewhere(estimate)
    for name, bill in bills:
        table.add(Cell(f"  {visible(name)}", "bold"))
        for line in bill.lines:
            table.add(*_line_cells(line, estimate.setup.region, elsewhere))
        for what in bill.lacks:
            table.add(f"    {what}", "unknown", Cell("not included", _ASSUMED), "unknown")
    yield from table.lines(width)
    known = [line.price for bill in estimate.bills for line in bill.lines if line.price is not None]
    sources = dict.fromkeys((price.region, price.date, price.source) for price in [*known, *elsewhere.values()])
    for region, date, source in sources:
        yield from indented(f"prices in {region} as of {date}: {source}", width, 2, _DIM)
    if estimate.bus is not None:
        yield from indented(
            "custom event bus: the cost of sending all these events to a bus instead of filtering them here; a bus bills "
            "each event before it evaluates any rule",
            width,
            2,
            _DIM,
        )
    for read in source_reads(estimate.setup, estimate.volume):
        count = f", at least {number(read.quantity)} requests" if read.quantity is not None else ""
        yield from indented(f"not affected by filtering: {read.what}{count}", width, 2)


def _missing_options(estimate: Estimate) -> str:
    setup, options = estimate.setup, []
    main = setup.function or setup.target
    if main is not None and main.lacks_duration:
        options.append("--duration" if main.memory is not None else "--memory and --duration")
    if setup.enrichment is not None and setup.enrichment.lacks_duration:
        missing = [
            name
            for name, value in (
                ("--enrichment-memory", setup.enrichment.memory),
                ("--enrichment-duration", setup.enrichment.duration),
            )
            if value is None
        ]
        options.append(" and ".join(missing))
    return ", and ".join(options)


def _prices_elsewhere(estimate: Estimate) -> dict[str, Price]:
    """By item, the prices of the assumed region for items whose price is not known."""
    if estimate.assumed is None or estimate.assumed.assumption.setup.region == estimate.setup.region:
        return {}
    unknown = {line.item for bill in estimate.bills for line in bill.lines if line.dollars is None}
    return {
        line.item: line.price
        for bill in estimate.assumed.estimate.bills
        for line in bill.lines
        if line.price is not None and line.item in unknown
    }


def _depends_on_batches(candidate: CandidateEstimate) -> bool:
    """Whether a figure in the row differs if batches are not filled up."""
    bill, saved = candidate.with_filter, candidate.saved
    return any(each is not None and not each.is_exact for each in (bill.requests, bill.dollars, saved))


def _candidate_cells(candidate: CandidateEstimate, without: Bill, bound: Bound) -> tuple[Cell, ...]:
    return (
        *_bill_cells(candidate.with_filter, bound),
        _saved(candidate.saved, without, "high" if bound == "low" else "low"),
    )


def _saved(saved: Range[Fraction] | None, without: Bill, bound: Bound) -> Cell:
    if saved is None:
        return Cell("unknown")
    saving = _at(bound, saved)
    if without.lacks:
        return Cell(f"{dollars(saving * 12)}{_MORE}")
    before = without.dollars.high if without.dollars is not None else None
    share = f" ({percent(float(saving / before))})" if before else ""
    return Cell(f"{dollars(saving * 12)}{share}", "green" if saving > 0 else "")


def _at(bound: Bound, figures: Range[Figure]) -> Figure:
    return figures.low if bound == "low" else figures.high


def _bill_cells(bill: Bill, bound: Bound) -> tuple[Cell, ...]:
    """Requests and dollars, the lower or the upper figures."""
    requests = Cell(number(_at(bound, bill.requests)))
    if bill.dollars is None:
        return requests, Cell("unknown"), Cell("unknown")
    more = _MORE if bill.lacks else ""
    month = _at(bound, bill.dollars)
    return requests, Cell(f"{dollars(month)}{more}"), Cell(f"{dollars(month * 12)}{more}")


def _line_cells(line: Line, region: str, elsewhere: dict[str, Price]) -> tuple[str, str, str, str]:
    price = price_words(line.price) if line.price is not None else f"unknown in {region}"
    other = elsewhere.get(line.item)
    if line.price is None and other is not None:
        price += f"; in {other.region} {price_words(other)}"
    if line.free.high:
        price += f", {number(line.free.high)} free"
    return f"    {line.what}", between(*map(number, line.quantity)), price, dollars_between(line.dollars)

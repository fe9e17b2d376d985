"""Bills of a month line by line, each with its price and where that is from, as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipefilter.costs.billing.bill import Bill, Line
from pipefilter.costs.billing.source_reads import SourceRead
from pipefilter.costs.prices.price import Price
from pipefilter.costs.range import Range
from pipefilter.costs.report.figures import dollars_range, number, number_range, price_words, several
from pipefilter.costs.report.html_tables import framed, head, table
from pipefilter.costs.report.html_text import escaped, link, name_html

__all__ = ["bills_html", "reads_html"]

_COLUMNS = ("what", "quantity a month", "price", "dollars a month")


def bills_html(bills: Iterable[tuple[str, Bill]], region: str) -> str:
    """A section with all bills.

    Args:
        bills: each with its name.
        region: of AWS.
    """
    bodies = "".join(_body(name, one, region) for name, one in bills)
    return (
        "<section><h2>The sum, line by line</h2>"
        "<p>Where there are two numbers, the bill is between them.</p>\n"
        f"{framed('The sum, line by line', head(_COLUMNS, (3,)) + bodies)}</section>\n"
    )


def reads_html(reads: Sequence[SourceRead]) -> str:
    """A section on what no filter changes.

    Args:
        reads: of the source.
    """
    rows = ([f"{escaped(one.what)}{_requests(one)}", link(one.source)] for one in reads)
    shown = table("Reads of the source", ("what", "AWS's page"), rows) if reads else (
        "<p>Nothing is known to be billed for them.</p>\n"
    )  # fmt: skip
    return (
        "<section><h2>Reads of the source</h2>"
        "<p>They are the same with a filter and without: filters are asked after a record is read. "
        f"They are not in the sum.</p>\n{shown}</section>\n"
    )


def _body(name: str, bill: Bill, region: str) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escaped(line.what)}</th><td class="words">{_quantity(line)}</td><td class="wide">{_price(line.price, region)}</td>'
        f'<td class="number">{escaped(dollars_range(line.dollars))}</td></tr>\n'
        for line in bill.lines
    )
    rows += "".join(
        f'<tr><th scope="row">{escaped(what)}</th><td class="words">not known</td><td class="wide">in no sum</td>'
        '<td class="number">not known</td></tr>\n'
        for what in bill.lacks
    )
    if len(bill.lines) + len(bill.lacks) > 1:
        rows += (
            '<tr class="sum"><th scope="row" colspan="3">in all</th>'
            f'<td class="number">{escaped(dollars_range(bill.dollars))}{" + ?" if bill.lacks else ""}</td></tr>\n'
        )
    return f'<tbody><tr><th scope="rowgroup" colspan="4">{name_html(name)}</th></tr>\n{rows}</tbody>\n'


def _requests(read: SourceRead) -> str:
    if read.quantity is None:
        return ""
    return f'<span class="note">at least {number(read.quantity)} requests a month</span>'


def _quantity(line: Line) -> str:
    free = f'<span class="note">of which {number_range(line.free)} are free</span>' if any(line.free) else ""
    unit = line.unit if line.quantity == Range.exactly(1) else several(line.unit)
    return f"{number_range(line.quantity)} {escaped(unit)}{free}"


def _price(price: Price | None, region: str) -> str:
    if price is None:
        return f"unknown in {escaped(region)}"
    note = f"<br/>{escaped(price.note)}" if price.note else ""
    return (
        f"{escaped(price_words(price))}"
        f'<span class="note">{escaped(price.region)}, {escaped(price.date)}, {link(price.source)}{note}</span>'
    )

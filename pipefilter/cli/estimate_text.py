"""The report of an estimate for a terminal."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipefilter.cli.estimate_report import Found
from pipefilter.cli.next_filters_text import suggested_lines, unread_lines
from pipefilter.cli.output import colours, counted
from pipefilter.cli.report_text import between, dollars_between, heading, listed, shown_text, writes_all
from pipefilter.estimate.bill import Bill, Line
from pipefilter.estimate.doubts import in_words, percent
from pipefilter.estimate.effect import FilterEffect
from pipefilter.estimate.estimation import CandidateEstimate, Estimate
from pipefilter.estimate.shown import dollars, number, price_words
from pipefilter.estimate.source_reads import source_reads
from pipefilter.sources import source_named

__all__ = ["report_lines"]

_WIDEST = 120
_NARROWEST = 60
_NO_TERMINAL = 110
_BAR = 20


def report_lines(found: Found) -> Iterator[str]:
    """The lines of the report, with colours.

    Args:
        found: all that is to be told.
    """
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _NO_TERMINAL
    written = io.StringIO()
    console = Console(
        file=written,
        width=max(_NARROWEST, min(_WIDEST, width)),
        force_terminal=colours(sys.stdout),
        color_system="standard" if colours(sys.stdout) else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for part in _parts(found):
        console.print(part)
    for line in written.getvalue().rstrip("\n").split("\n"):
        yield line.rstrip()


def _parts(found: Found) -> Iterator[RenderableType]:
    estimate = found.estimate
    yield _sample(estimate)
    yield Text()
    yield _summary(estimate)
    for one in estimate.candidates:
        if one.filters:
            yield Text()
            yield from _effects(one, several=len(estimate.candidates) > 1)
    yield Text()
    yield from _sum(estimate)
    doubts = [
        *estimate.doubts,
        *(_of_candidate(one, doubt, estimate) for one in estimate.candidates for doubt in one.doubts),
    ]
    doubts += [f"there is no price for this in {estimate.setup.region}: {what}" for what in estimate.unknown]
    if doubts:
        yield Text()
        yield heading("What to know")
        for doubt in doubts:
            yield listed("!", doubt, "yellow")
    if found.unread is not None:
        yield Text()
        yield from unread_lines(found.unread)
    if found.suggested is not None:
        yield Text()
        yield from suggested_lines(found.suggested, is_all=found.is_all)


def _of_candidate(one: CandidateEstimate, doubt: str, estimate: Estimate) -> str:
    return f"{one.name}: {doubt}" if len(estimate.candidates) > 1 else doubt


def _table(*columns: str) -> Table:
    """A table whose first column is text, and the others numbers."""
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="bright_black")
    for place, column in enumerate(columns):
        table.add_column(
            column, justify="right" if place else "left", overflow="fold", no_wrap=place > 0, vertical="bottom"
        )
    return table


def _sample(estimate: Estimate) -> RenderableType:
    tally, extent, setup = estimate.tally, estimate.extent, estimate.setup
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bright_black", no_wrap=True)
    table.add_column(overflow="fold")
    events = f"{number(tally.events)} {'event' if tally.events == 1 else 'events'}"
    if extent.of is not None:
        events += f" of {number(extent.of)}, drawn at random"
    if estimate.seconds is not None and tally.first is not None:
        begin = datetime.fromtimestamp(tally.first / 1000, UTC)
        events += f", over {in_words(estimate.seconds)} from {begin:%Y-%m-%d %H:%M} UTC"
    events += f", {number(round(estimate.mean_size))} bytes each on average"
    if extent.partial:
        events += "; interrupted, so this is not all"
    table.add_row("sample", Text(events))
    left_out = [counted(tally.malformed, "malformed event")] if tally.malformed else []
    left_out += (
        [f"{counted(tally.undecided, 'event')} on which AWS gives no verdict"] if tally.undecided else []
    )
    left_out += [f"{counted(len(extent.unreadable), 'file')} not read to the end"] if extent.unreadable else []
    if left_out:
        table.add_row("left out", Text(", ".join(left_out), style="yellow"))
    month = round(estimate.volume.events)
    events = f"{number(month)} {'event' if month == 1 else 'events'}"
    table.add_row("month", shown_text(f"{events}, by {estimate.volume.basis}"))
    source = source_named(setup.source).title if setup.source else "source not known"
    where = f"{source} to {setup.service.title}, {setup.region}"
    if setup.takes_batches:
        window = setup.window
        how = "full batches of" if window is None else f"a window of {float(window):g} s, batches of up to"
        where += f", {how} {number(setup.batch_size)}"
    if setup.free_tier:
        where += ", free tier taken off"
    table.add_row("setup", Text(where))
    return table


def _summary(estimate: Estimate) -> Table:
    table = _table("", "passes", "95% interval", "requests", "a month", "a year", "saved a year")
    without = estimate.without_filter
    table.add_row("without filter", "100%", "", *_bill_cells(without, 1), "")
    for one in estimate.candidates:
        if not one.filters:
            continue
        low, high = one.matched.interval
        best, worst = (
            (*_bill_cells(one.with_filter, bound), _saved(one.saved, without, 1 - bound)) for bound in (0, 1)
        )
        table.add_row(
            shown_text(one.name), percent(one.matched.value), between(percent(low), percent(high)), *best
        )
        if best != worst:
            table.add_row(Text("  if batches are not filled up"), "", "", *worst)
    table.add_row(Text("all on a custom bus", style="bright_black"), "", "", *_bill_cells(estimate.bus, 1), "")
    return table


def _saved(saved: tuple[Fraction, Fraction] | None, without: Bill, bound: int) -> Text:
    if saved is None:
        return Text("unknown")
    before = without.dollars[1] if without.dollars is not None else None
    share = f" ({percent(float(saved[bound] / before))})" if before else ""
    return Text(f"{dollars(saved[bound] * 12)}{share}", style="green" if saved[bound] > 0 else "")


def _bill_cells(bill: Bill, bound: int) -> tuple[str, str, str]:
    """Requests and dollars at least (0) or at most (1)."""
    requests = number(bill.requests[bound])
    if bill.dollars is None:
        return requests, "unknown", "unknown"
    return requests, dollars(bill.dollars[bound]), dollars(bill.dollars[bound] * 12)


def _effects(one: CandidateEstimate, *, several: bool) -> Iterator[RenderableType]:
    yield heading("What each filter does" + (f": {one.name}" if several else ""))
    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True, width=_BAR)
    table.add_column(overflow="fold")
    for effect in one.filters:
        note = ""
        if effect.never_matches:
            note = "never matched"
        elif effect.adds_nothing:
            note = "adds nothing to the others"
        table.add_row(
            Text(f"filter {effect.number} takes"),
            percent(effect.takes.value),
            _bar(effect.takes.value, "green"),
            Text(note, style="yellow"),
        )
        for row in _members(effect):
            table.add_row(*row)
    yield Padding(table, (0, 0, 0, 2))


def _members(effect: FilterEffect) -> Iterator[tuple[Text, str, Text, str]]:
    for member in sorted(effect.members, key=lambda one: -one.removes.count):
        words = shown_text(f"  {member.path} {member.words}")
        words.truncate(70, overflow="ellipsis")
        yield words, percent(member.removes.value), _bar(member.removes.value, "red"), "removed by this alone"


def _bar(share: float, style: str) -> Text:
    full = "█" if writes_all() else "#"
    return Text(full * round(share * _BAR) or ("." if share else ""), style=style)


def _sum(estimate: Estimate) -> Iterator[RenderableType]:
    yield heading("The sum of a month, line by line")
    table = _table("", "quantity", "price", "dollars")
    table.columns[2].justify = "left"
    table.columns[2].no_wrap = False
    bills = [("without filter", estimate.without_filter)]
    bills += [(one.name, one.with_filter) for one in estimate.candidates if one.filters]
    for name, bill in [*bills, ("all on a custom bus", estimate.bus)]:
        table.add_row(shown_text(name, style="bold"))
        for line in bill.lines:
            table.add_row(*_line_cells(line))
    yield Padding(table, (0, 0, 0, 2))
    sources = {
        (line.price.region, line.price.date, line.price.source): None
        for bill in [estimate.without_filter, estimate.bus, *(one.with_filter for one in estimate.candidates)]
        for line in bill.lines
        if line.price is not None
    }
    for region, date, source in sources:
        yield Padding(Text(f"price of {region}, {date}: {source}", style="bright_black"), (0, 0, 0, 2))
    for read in source_reads(estimate.setup, estimate.volume):
        count = f", {number(read.quantity)} requests at least" if read.quantity is not None else ""
        yield Padding(Text(f"not changed by filtering: {read.what}{count}"), (0, 0, 0, 2))


def _line_cells(line: Line) -> tuple[Text, str, Text, str]:
    price = price_words(line.price) if line.price is not None else "price not known"
    if line.free[1]:
        price += f", {number(line.free[1])} of them free"
    amounts = line.dollars
    return (
        Text(f"  {line.what}"),
        between(*map(number, line.quantity)),
        Text(price),
        dollars_between(amounts),
    )

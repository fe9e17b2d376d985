"""The charts of a report: dollars per month, shares of passing events, and events over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from markupsafe import Markup

from pipefilter.costs.billing.bill import Bill
from pipefilter.costs.estimation import Estimate
from pipefilter.costs.figures import dollars_range, number, percent
from pipefilter.costs.range import Range
from pipefilter.costs.report.facts import LabelledCandidate
from pipefilter.costs.report.svg_axis import Axis, axis_to, dollar_mark, percent_mark
from pipefilter.costs.report.svg_charts import Bar, Look, bar_chart
from pipefilter.costs.report.svg_over_time import SlotTable, chart_over_time, slot_table
from pipefilter.costs.traffic.time_slots import time_slots
from pipefilter.dataclass import dataclass

__all__ = ["Chart", "bill_chart", "share_chart", "time_chart"]

_NOTHING = Range.exactly(0.0)
_CUT = 2
"""If the bus costs more than the others by this factor, its bar is truncated: theirs would be invisible."""
_ZOOMED = 0.2
"""If no share is larger, the axis does not go to 100%."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A section with a chart, if there is something to draw; for a chart over time, with its numbers."""

    heading: str
    caption: str
    drawing: Markup | None = None
    slots: SlotTable | None = None


def bill_chart(
    estimate: Estimate, candidates: Sequence[LabelledCandidate], heading: str = "Dollars per month"
) -> Chart:
    """A bar for each bill."""
    bars = list(_bars(estimate, candidates))
    ends = [max((bar.value or _NOTHING).high, (bar.interval or _NOTHING).high) for bar in bars]
    bus = ends.pop() if estimate.bus is not None else 0.0
    largest = max(ends)
    is_cut = bus > _CUT * largest > 0
    axis: Axis | None = axis_to(largest if is_cut else max(largest, bus), dollar_mark)
    if all(bar.value is None for bar in bars):
        axis = None
    return Chart(heading, " ".join(_captions(estimate, bars, is_cut=is_cut)), bar_chart(bars, axis))


def _captions(estimate: Estimate, bars: Sequence[Bar], *, is_cut: bool) -> Iterator[str]:
    if any(bar.interval for bar in bars):
        yield (
            "Whiskers: the bill at both ends of the 95% confidence interval of the share, which the text beside each bar "
            "gives as numbers."
        )
    if any(bar.value is not None and not bar.value.is_exact for bar in bars):
        yield "Hatched: the range within which the bill lies, depending on how full batches are."
    if any(bar.value is None for bar in bars):
        yield "A bill is unknown if one of its prices is unknown."
    if estimate.bus is not None:
        yield (
            "The bar for the custom event bus is for comparison: the cost of sending all these events to a bus instead of "
            "filtering them here. A bus bills each event before it evaluates any rule."
        )
    if estimate.lacks:
        yield f"Not included, because the cost is not known: {', '.join(estimate.lacks)}."
    if is_cut:
        yield "The bar of the bus is truncated."


def _bars(estimate: Estimate, candidates: Sequence[LabelledCandidate]) -> Iterator[Bar]:
    yield _bar("without a filter", estimate.without_filter, None, "before")
    for candidate in candidates:
        yield _bar(candidate.label, candidate.details.with_filter, candidate.details.interval, "after")
    if estimate.bus is not None:
        yield _bar("all events on a custom event bus", estimate.bus, None, "other")


def _bar(label: str, bill: Bill, interval: Range[Fraction] | None, look: Look) -> Bar:
    value = None if bill.dollars is None else bill.dollars.apply(float)
    # a bill that does not depend on the share has no interval worth drawing
    whisker = None if interval is None or interval == bill.dollars else interval.apply(float)
    note = dollars_range(interval) if whisker is not None else ""
    more = " + duration" if bill.lacks and bill.dollars is not None else ""
    return Bar(label, f"{dollars_range(bill.dollars)}{more}", note, value, whisker, look)


def share_chart(candidates: Sequence[LabelledCandidate]) -> Chart:
    """A bar for the share that passes each candidate."""
    shares = [(candidate.label, candidate.details.matched) for candidate in candidates]
    bars = [
        Bar(
            label,
            percent(share.value),
            f"{percent(share.interval.low)}–{percent(share.interval.high)}",
            Range.exactly(share.value),
            share.interval,
        )
        for label, share in shares
    ]
    largest = max(share.interval.high for _, share in shares)
    axis = axis_to(largest if largest <= _ZOOMED else 1.0, percent_mark)
    zoomed = f" The axis ends at {axis.marks[-1][1]}." if largest <= _ZOOMED else ""
    caption = (
        "Whiskers: 95% confidence interval for the share of all events, if the sample was drawn at random."
        f"{zoomed}"
    )
    return Chart("Share of passing events", caption, bar_chart(bars, axis))


def time_chart(estimate: Estimate, candidates: Sequence[LabelledCandidate]) -> Chart:
    """All events over time, and those that pass the first candidate."""
    counts = estimate.counts
    if not counts.minutes:
        return Chart("Over time", "The events have no timestamps, so there is no chart over time.")
    first = candidates[0] if candidates else None
    slots = time_slots(counts.minutes, first.details.signatures if first is not None else ())
    if len(slots.events) == 1:
        return Chart("Over time", "All events came in the same minute, so there is no chart over time.")
    caption = "Times are in UTC. The first and the last interval may be incomplete."
    if counts.untimed:
        caption += f" {number(counts.untimed)} events have no timestamp and are not in the chart."
    passing = f"events that pass {first.label}" if first is not None else ""
    return Chart("Over time", caption, chart_over_time(slots, passing), slot_table(slots, passing))

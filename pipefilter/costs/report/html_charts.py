"""The charts of a report, each in its section: dollars, shares, and events over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from pipefilter.costs.billing.bill import Bill
from pipefilter.costs.caveats import percent
from pipefilter.costs.estimation import CandidateEstimate, Estimate
from pipefilter.costs.range import Range
from pipefilter.costs.report.figures import dollars_range, number
from pipefilter.costs.report.html_text import escaped
from pipefilter.costs.report.svg_axis import Axis, axis_to, dollar_mark, percent_mark
from pipefilter.costs.report.svg_charts import Bar, Look, bar_chart
from pipefilter.costs.report.svg_over_time import chart_over_time
from pipefilter.costs.traffic.time_slots import time_slots

__all__ = ["dollars_html", "over_time_html", "shares_html"]

_Labelled = Sequence[tuple[str, CandidateEstimate]]
_NOTHING = Range.exactly(0.0)
_CUT = 2
"""If the bus costs so many times the others, its bar is cut off, as theirs could not be seen."""
_ZOOMED = 0.2
"""If no share is larger, the axis does not go to 100%."""


def dollars_html(estimate: Estimate, candidates: _Labelled, heading: str = "Dollars a month") -> str:
    """A section on dollars a month.

    Args:
        estimate: of a sample.
        candidates: each with its label.
        heading: of the section.
    """
    bars = list(_bills(estimate, candidates))
    ends = [max((bar.value or _NOTHING).high, (bar.interval or _NOTHING).high) for bar in bars]
    bus = ends.pop() if estimate.bus is not None else 0.0
    most = max(ends)
    cut = bus > _CUT * most > 0
    said = []
    if any(bar.interval for bar in bars):
        said.append(
            "A line with two ends is what the 95% interval of the share makes of the bill; the smaller numbers are its ends."
        )
    if any(bar.value is not None and not bar.value.is_exact for bar in bars):
        said.append("Hatched is what depends on how full batches are: the bill ends somewhere in it.")
    if any(bar.value is None for bar in bars):
        said.append("A bill is unknown if one of its prices is.")
    if estimate.bus is not None:
        said.append(
            "The custom bus is for comparison: what it would cost to put all these events on a bus, which bills them before "
            "any rule is asked, instead of filtering them here."
        )
    if estimate.lacks:
        said.append(f"Not in these sums, as it is not known: {', '.join(estimate.lacks)}.")
    if cut:
        said.append("The bar of the bus does not fit and is cut off.")
    axis: Axis | None = axis_to(most if cut else max(most, bus), dollar_mark)
    if all(bar.value is None for bar in bars):
        axis = None
    return _section(heading, " ".join(said), bar_chart(bars, axis))


def shares_html(candidates: _Labelled) -> str:
    """A section on the share that passes.

    Args:
        candidates: each with its label.
    """
    bars = [
        Bar(
            label,
            percent(one.matched.value),
            f"{percent(one.matched.interval.low)}–{percent(one.matched.interval.high)}",
            Range.exactly(one.matched.value),
            one.matched.interval,
        )
        for label, one in candidates
    ]
    most = max(one.matched.interval.high for _, one in candidates)
    axis = axis_to(most if most <= _ZOOMED else 1.0, percent_mark)
    zoomed = f" The axis ends at {axis.marks[-1][1]}." if most <= _ZOOMED else ""
    said = (
        "A line with two ends is the interval in which the share of all events lies with 95% certainty, "
        f"if the sample was drawn at random.{zoomed}"
    )
    return _section("Share that passes", said, bar_chart(bars, axis))


def over_time_html(estimate: Estimate, candidates: _Labelled) -> str:
    """A section on events over time.

    Args:
        estimate: of a sample.
        candidates: each with its label; the first is shown.
    """
    tally = estimate.tally
    if not tally.minutes:
        return _section("Over time", "The events tell no time, so there is no chart of them over time.", "")
    label, kinds = (candidates[0][0], candidates[0][1].kinds) if candidates else ("", ())
    slots = time_slots(tally.minutes, kinds)
    if len(slots.events) == 1:
        return _section("Over time", "All events came in the same minute, so there is no chart over time.", "")
    said = "Times are in UTC. The first and the last part may not be whole."
    if tally.untimed:
        said += f" {number(tally.untimed)} events tell no time and are not in the chart."
    return _section("Over time", said, chart_over_time(slots, f"those that pass {label}" if label else ""))


def _bills(estimate: Estimate, candidates: _Labelled) -> Iterator[Bar]:
    yield _bar("without a filter", estimate.without_filter, None, "before")
    for label, one in candidates:
        yield _bar(label, one.with_filter, one.interval, "after")
    if estimate.bus is not None:
        yield _bar("all events on a custom bus", estimate.bus, None, "other")


def _bar(label: str, bill: Bill, interval: Range[Fraction] | None, look: Look) -> Bar:
    known = None if bill.dollars is None else bill.dollars.apply(float)
    # a bill that does not depend on the share has no interval worth drawing
    told = None if interval is None or interval == bill.dollars else interval.apply(float)
    note = dollars_range(interval) if told is not None else ""
    more = " + duration" if bill.lacks and bill.dollars is not None else ""
    return Bar(label, f"{dollars_range(bill.dollars)}{more}", note, known, told, look)


def _section(heading: str, said: str, shown: str) -> str:
    caption = f'<p class="caption">{escaped(said)}</p>\n' if said else ""
    return f"<section><h2>{escaped(heading)}</h2>{caption}{shown}</section>\n"

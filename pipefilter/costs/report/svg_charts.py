"""Bar charts: SVG bars that stretch with the page, and their words in HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from markupsafe import Markup

from pipefilter.costs.range import Range
from pipefilter.costs.report.html_text import escaped, markup, name_html
from pipefilter.costs.report.svg_axis import Axis
from pipefilter.dataclass import dataclass

__all__ = ["HATCH", "Bar", "Look", "bar_chart", "share_bar"]

Look = Literal["before", "after", "other"]

HATCH = (
    '<svg class="patterns" width="0" height="0" aria-hidden="true"><defs>'
    '<pattern id="hatch" patternUnits="userSpaceOnUse" width="6" height="6" patternTransform="rotate(45)">'
    '<rect class="stripe" width="3" height="6"/></pattern></defs></svg>'
)
"""The pattern with which ranges are drawn; once on each page."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Args:
        value: from zero; None if it is not known.
        interval: of confidence; None not to draw one.
        look: the class of its style.
    """

    label: str
    words: str
    note: str
    value: Range[float] | None
    interval: Range[float] | None = None
    look: Look = "after"


def bar_chart(bars: Sequence[Bar], axis: Axis | None) -> Markup:
    """Bars below each other, with the axis below them, or without one if no value is known."""
    marks = [] if axis is None else axis.marks
    grid = "".join(
        f'<line class="grid" x1="{_p(place)}" x2="{_p(place)}" y1="0" y2="100%"/>' for place, _ in marks
    )
    rows = "".join(_row(bar, axis, grid) for bar in bars)
    last = len(marks) - 1
    below = "".join(
        f'<text{_second(number, last)} x="{_p(place)}" y="14" text-anchor="{_anchor(number, last)}">{escaped(words)}</text>'
        for number, (place, words) in enumerate(marks)
    )
    if marks:
        rows += (
            '<div class="bar axis"><div class="label"></div>'
            f'<div class="plot"><svg aria-hidden="true">{below}</svg></div><div class="value"></div></div>\n'
        )
    return markup(f'<div class="bars">\n{rows}</div>\n')


def share_bar(share: float, words: str) -> Markup:
    """A small bar for a share from 0 to 1, as a table has it beside the number."""
    fill = f'<rect class="after" width="{_p(100 * share)}" height="100%"/>' if share else ""
    return markup(
        f'<svg class="small" role="img" aria-label="bar: {escaped(words)}">'
        f'<rect class="track" width="100%" height="100%"/>{fill}</svg>'
    )


def _row(bar: Bar, axis: Axis | None, grid: str) -> str:
    words = f"{bar.words} {bar.note}".strip()
    note = f' <span class="note">{escaped(bar.note)}</span>' if bar.note else ""
    return (
        f'<div class="bar"><div class="label">{name_html(bar.label)}</div>'
        f'<div class="plot"><svg role="img"><title>{escaped(f"{bar.label}: {words}")}</title>'
        f"{grid}{_drawn(bar, axis)}</svg></div>"
        f'<div class="value"><b>{escaped(bar.words)}</b>{note}</div></div>\n'
    )


def _drawn(bar: Bar, axis: Axis | None) -> str:
    if bar.value is None or axis is None:
        return '<line class="unknown" x1="0" x2="100%" y1="50%" y2="50%"/>'
    low, high = map(axis.place, bar.value)
    drawn = ""
    if high:
        drawn += f'<rect class="{bar.look}" width="{_p(high)}" y="26%" height="48%"/>'
    if high > low:
        drawn += f'<rect fill="url(#hatch)" x="{_p(low)}" width="{_p(high - low)}" y="26%" height="48%"/>'
    if high:  # so that the smallest bar can be seen
        drawn += f'<line class="{bar.look}" x1="{_p(high)}" x2="{_p(high)}" y1="26%" y2="74%"/>'
    if bar.value.high > axis.end:
        drawn += '<svg class="cut" x="93%" y="50%"><path d="M-5 14L3 -14M3 14L11 -14"/></svg>'
    if bar.interval is not None:
        low, high = map(axis.place, bar.interval)
        drawn += f'<line class="whisker" x1="{_p(low)}" x2="{_p(high)}" y1="50%" y2="50%"/>'
        for x in (low, high):
            drawn += f'<line class="whisker" x1="{_p(x)}" x2="{_p(x)}" y1="36%" y2="64%"/>'
    return drawn


def _anchor(number: int, last: int) -> str:
    if not number:
        return "start"
    return "end" if number == last else "middle"


def _second(number: int, last: int) -> str:
    """The class of every second mark, which is hidden where the page is very narrow."""
    return ' class="second"' if number and (last - number) % 2 else ""


def _p(place: float) -> str:
    return f"{place:.3f}".rstrip("0").rstrip(".") + "%"

"""A chart over time: all events as an area, and those that pass as an area in front of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from markupsafe import Markup

from pipefilter.costs.figures import in_words, number
from pipefilter.costs.report.html_text import escaped, markup
from pipefilter.costs.report.svg_axis import Axis, axis_to, count_mark
from pipefilter.costs.traffic.time_slots import ROUND_STEPS, TimeSlots
from pipefilter.dataclass import dataclass

__all__ = ["SlotTable", "chart_over_time", "slot_table"]

_DAY = 1440
_MAX_MARKS = 6
_LAST_MARK, _NEAR_END = 98.5, 92.0
"""In percent: further right there is no room for the words of a mark, or for a centred date."""
_LAST = 253_402_300_799
"""The last second of the year 9999, the last year of `datetime`."""


@dataclass(frozen=True, slots=True)
class SlotTable:
    """The numbers of a chart.

    Args:
        step: how long a slot is, in words.
        rows: the start of each slot, its number of events, and how many of them pass.
    """

    step: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def slot_table(slots: TimeSlots, passing: str) -> SlotTable:
    """The numbers of the chart; `passing` is what passes, in words, or "" if there is no filter."""
    columns = ("from (UTC)", "events", "passing")
    rows = (
        (_moment(slots.begin + place * slots.step), number(events), number(matching))
        for place, (events, matching) in enumerate(zip(slots.events, slots.passing, strict=True))
    )
    width = len(columns) if passing else len(columns) - 1
    return SlotTable(in_words(slots.step * 60), columns[:width], tuple(row[:width] for row in rows))


def chart_over_time(slots: TimeSlots, passing: str) -> Markup:
    """The chart; `passing` is what passes, in words, or "" if there is no filter."""
    axis = axis_to(max(slots.events), count_mark, whole=True)
    areas = _area(slots.events, "before", axis) + (_area(slots.passing, "after", axis) if passing else "")
    words = f"{number(sum(slots.events))} events" + (
        f", of which {number(sum(slots.passing))} pass" if passing else ""
    )
    span = f"from {_moment(slots.begin)} to {_moment(slots.begin + slots.step * len(slots.events))} UTC"
    lines = "".join(
        f'<line class="grid" x1="0" x2="100%" y1="{100 - y:g}%" y2="{100 - y:g}%"/>' for y, _ in axis.marks
    )
    heights = "".join(
        f'<text x="100%" y="{100 - y:g}%" dy="4" text-anchor="end">{escaped(mark)}</text>'
        for y, mark in axis.marks
    )
    return markup(
        f"{_legend(passing)}"
        f'<div class="time"><div class="heights"><svg aria-hidden="true">{heights}</svg></div>'
        f'<div class="plot"><svg role="img"><title>{escaped(f"{words}, {span}")}</title>{lines}'
        f'<svg viewBox="0 0 {len(slots.events)} 100" preserveAspectRatio="none" width="100%" height="100%">'
        f"{areas}</svg></svg></div>"
        f'<div class="moments"><svg aria-hidden="true">{_moments(slots)}</svg></div></div>\n'
    )


def _legend(passing: str) -> str:
    keys = [("before", "all events"), *([("after", passing)] if passing else [])]
    return '<p class="legend">' + " ".join(
        f'<span><svg class="key" aria-hidden="true"><rect class="{look}" width="100%" height="100%"/></svg>'
        f"<bdi>{escaped(words)}</bdi></span>"
        for look, words in keys
    ) + "</p>\n"  # fmt: skip


def _area(counts: Sequence[int], look: str, axis: Axis) -> str:
    """A step for each slot, because times within it are not known."""
    steps = "".join(f"V{100 - axis.place(count):.2f}h1" for count in counts)
    return f'<path class="{look}" d="M0 100{steps}V100Z"/>'


def _moments(slots: TimeSlots) -> str:
    """Round times below the chart, with the day or the year below its first time."""
    count, every = len(slots.events), _every(slots)
    offset = -(slots.begin // slots.step) % every if slots.step < _DAY else 0
    drawn, before = "", ""
    for place in range(offset, count, every):
        x = 100 * place / count
        if x > _LAST_MARK:
            break
        upper, lower = _two_lines(slots.begin + place * slots.step, slots.step * every)
        drawn += f'<line class="mark" x1="{x:.3f}%" x2="{x:.3f}%" y1="0" y2="5"/>'
        drawn += f'<text x="{x:.3f}%" y="19" text-anchor="middle">{upper}</text>'
        if lower != before:
            words = lower[5:] if before and lower[:5] == before[:5] else lower
            anchor = "end" if x > _NEAR_END else "middle"
            drawn += f'<text x="{x:.3f}%" y="35" text-anchor="{anchor}">{words}</text>'
        before = lower
    return drawn


def _every(slots: TimeSlots) -> int:
    """How many slots there are between two marks, so that marks are few and at round times."""
    minimum = len(slots.events) / _MAX_MARKS
    if slots.step >= _DAY:
        return max(1, -(-len(slots.events) // _MAX_MARKS))
    return next(
        (step // slots.step for step in ROUND_STEPS if not step % slots.step and step // slots.step >= minimum),
        max(1, -(-len(slots.events) // _MAX_MARKS)),
    )


def _two_lines(minute: int, between: int) -> tuple[str, str]:
    moment = _datetime(minute)
    if between < _DAY:
        return f"{moment:%H:%M}", f"{moment.year}-{moment:%m-%d}"
    return f"{moment:%m-%d}", f"{moment.year}"


def _datetime(minute: int) -> datetime:
    return datetime.fromtimestamp(min(minute * 60, _LAST), UTC)


def _moment(minute: int) -> str:
    return _datetime(minute).isoformat(sep=" ", timespec="minutes")[:16]

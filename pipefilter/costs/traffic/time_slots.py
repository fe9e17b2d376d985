"""The time span of a sample in equal slots: how many events came in each, and how many of them pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from pipefilter.costs.traffic.counts import Signature
from pipefilter.dataclass import dataclass

__all__ = ["ROUND_STEPS", "TimeSlots", "time_slots"]

_MAX_SLOTS = 80
_DAY = 1440
_IN_A_DAY = (1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720)
ROUND_STEPS = (*_IN_A_DAY, *(days * _DAY for days in (1, 2, 7, 14, 28, 91)))
"""Minutes that people count by."""


@dataclass(frozen=True, slots=True)
class TimeSlots:
    """Equal slots of a time span.

    Args:
        begin: of the first slot, in minutes since 1970.
        step: minutes of a slot.
    """

    begin: int
    step: int
    events: tuple[int, ...]
    passing: tuple[int, ...]


def time_slots(minutes: Counter[tuple[int, Signature]], passing: Collection[Signature]) -> TimeSlots:
    """At most 80 equal slots, which start at round times; there must be an event."""
    first, last = min(minute for minute, _ in minutes), max(minute for minute, _ in minutes)
    step = next(
        (minutes_ for minutes_ in ROUND_STEPS if _count(first, last, minutes_) <= _MAX_SLOTS),
        4 * ROUND_STEPS[-1],
    )
    while _count(first, last, step) > _MAX_SLOTS:
        step *= 2
    begin, count = _begin(first, step), _count(first, last, step)
    selected, events, matching = set(passing), [0] * count, [0] * count
    for (minute, signature), number in minutes.items():
        events[(minute - begin) // step] += number
        if signature in selected:
            matching[(minute - begin) // step] += number
    return TimeSlots(begin, step, tuple(events), tuple(matching))


def _begin(first: int, step: int) -> int:
    return first - first % min(step, _DAY)


def _count(first: int, last: int, step: int) -> int:
    return (last - _begin(first, step)) // step + 1

"""The number of events in a month: from the user, from CloudWatch, or from the timestamps of the sample."""

from __future__ import annotations

import math
import re
from fractions import Fraction

from pipefilter.dataclass import dataclass
from pipefilter.errors import PipefilterError
from pipefilter.override import override

__all__ = [
    "MONTH",
    "NoVolume",
    "Volume",
    "parse_count",
    "parse_seconds",
    "volume_from_rate",
    "volume_from_span",
]

MONTH = 730 * 3600
"""Seconds in a month of 730 hours, as AWS's pricing calculator has it."""

_COUNT = re.compile(r"(\d{1,3}(?:[,_]\d{3}){1,5}|\d{1,18}(?:\.\d{1,9})?|\.\d{1,9})\s*([kKmMbBgGtT]?)")
_FACTORS = {"": 1, "k": 10**3, "m": 10**6, "b": 10**9, "g": 10**9, "t": 10**12}
_DURATION = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)\s*(ms|s|m|min|h|d|w)?")
_SECONDS = {
    "ms": Fraction(1, 1000),
    "s": Fraction(1),
    "m": Fraction(60),
    "min": Fraction(60),
    "h": Fraction(3600),
    "d": Fraction(86_400),
    "w": Fraction(604_800),
}


class NoVolume(PipefilterError):
    """The number of events in a month is not known; `reason` is the reason."""

    @property
    def reason(self) -> str:
        """Why, in a clause."""
        return str(self.args[0])

    @override
    def __str__(self) -> str:
        return f"{self.reason}: give per_month, such as 20_000_000"


@dataclass(frozen=True, slots=True)
class Volume:
    """The number of events in a month, its origin in words, and whether it is from the timestamps of the sample."""

    events: Fraction
    basis: str
    by_span: bool = False

    @property
    def whole_events(self) -> int:
        """The number as reports show it: rounded up, as the requests for these events are."""
        return math.ceil(self.events)


def parse_count(text: str) -> Fraction | None:
    """Parse a number such as `20M`, `1.5k` or `300000`; None if the text is not a number.

    Args:
        text: k is a thousand, M a million, B or G a billion, T a trillion; `_` or `,` may separate thousands.
    """
    match = _COUNT.fullmatch(text.strip())
    if match is None:
        return None
    return Fraction(match[1].replace("_", "").replace(",", "")) * _FACTORS[match[2].lower()]


def parse_seconds(text: str, unit: str = "s") -> Fraction | None:
    """Parse a duration such as `90s`, `5m`, `12h` or `7d`, in seconds; None if the text is not a duration.

    Args:
        text: a number with ms, s, m or min, h, d or w.
        unit: of a number without a unit; "" to require a unit.
    """
    match = _DURATION.fullmatch(text.strip())
    unit = (match[2] if match else "") or unit
    return Fraction(match[1]) * _SECONDS[unit] if match and unit else None


def volume_from_rate(events: Fraction, seconds: Fraction, basis: str) -> Volume:
    """The volume of a month at a rate of events in a number of seconds, which must be more than 0."""
    return Volume(events * MONTH / seconds, basis)


def volume_from_span(events: int, first: int | None, last: int | None, *, drawn: int | None = None) -> Volume:
    """The volume of a month from a sample that is all the traffic between its first and its last event.

    Args:
        first: the earliest time, in milliseconds; None if no event has a time.
        drawn: how many events were drawn at random, of which `first` and `last` are; None if they are of all events.

    Raises:
        NoVolume: the sample has no time span.
    """
    if first is None or last is None or first == last:
        why = "its events have no timestamps" if first is None else "all its events have the same timestamp"
        raise NoVolume(f"the monthly volume cannot be derived from the sample ({why})")
    # there are n - 1 intervals between n events
    seconds = Fraction(last - first, 1000)
    if drawn is not None and drawn > 1:
        # on average, the span of the drawn events is shorter than the span of all by this factor
        seconds *= Fraction(drawn + 1, drawn - 1)
    return Volume((events - 1) * MONTH / seconds, "the time span of the sample", by_span=True)

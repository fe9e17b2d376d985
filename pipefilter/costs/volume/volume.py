"""How many events a month brings: as it is said, as CloudWatch has counted them, or by the sample's own times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from pipefilter.errors import PipefilterError

__all__ = ["MONTH", "NoVolume", "Volume", "count_of", "seconds_of", "volume_from_rate", "volume_from_span"]

MONTH = 730 * 3600
"""Seconds of a month, as AWS's own calculator has it: 730 hours."""

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
    """It is not known how many events a month brings; `reason` says why."""

    @property
    def reason(self) -> str:
        """Why, in a sentence."""
        return str(self.args[0])

    def __str__(self) -> str:
        return f"{self.reason}: give per_month, such as 20_000_000"


@dataclass(frozen=True, slots=True)
class Volume:
    """How many events a month brings.

    Args:
        events: a month.
        basis: where that is from, in words.
        by_span: whether that is the sample's own times.
    """

    events: Fraction
    basis: str
    by_span: bool = False


def count_of(text: str) -> Fraction | None:
    """A number such as `20M`, `1.5k` or `300000`; None if it is none.

    Args:
        text: k is a thousand, M a million, B or G a thousand millions, T a million millions; `_` or `,` may
            stand at each thousand.
    """
    found = _COUNT.fullmatch(text.strip())
    if found is None:
        return None
    return Fraction(found[1].replace("_", "").replace(",", "")) * _FACTORS[found[2].lower()]


def seconds_of(text: str, unit: str = "s") -> Fraction | None:
    """A duration such as `90s`, `5m`, `12h` or `7d` in seconds; None if it is none.

    Args:
        text: a number, with ms, s, m or min, h, d or w.
        unit: of a number without any; "" if it must have one.
    """
    found = _DURATION.fullmatch(text.strip())
    unit = (found[2] if found else "") or unit
    return Fraction(found[1]) * _SECONDS[unit] if found and unit else None


def volume_from_rate(events: Fraction, seconds: Fraction, basis: str) -> Volume:
    """A month of so many events in so much time.

    Args:
        events: counted.
        seconds: in which they came; more than 0.
        basis: where that is from, in words.
    """
    return Volume(events * MONTH / seconds, basis)


def volume_from_span(events: int, first: int | None, last: int | None, *, drawn: int | None = None) -> Volume:
    """A month of what a sample has, if that is all the traffic between its first and its last event.

    Args:
        events: in the sample.
        first: the earliest time, in milliseconds.
        last: the latest.
        drawn: how many events `first` and `last` are of, if these were drawn at random; None if they are of all.

    Raises:
        NoVolume: the sample has no time span.
    """
    if first is None or last is None or first == last:
        why = "its events tell no time" if first is None else "all its events are of the same moment"
        raise NoVolume(f"the sample does not tell how much traffic there is in a month ({why})")
    # n events have n - 1 distances between them
    seconds = Fraction(last - first, 1000)
    if drawn is not None and drawn > 1:
        # the first and the last of those that are drawn lie on average so much within those of all
        seconds *= Fraction(drawn + 1, drawn - 1)
    return Volume((events - 1) * MONTH / seconds, "the sample's own time span", by_span=True)

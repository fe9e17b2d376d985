"""The axis of a chart, from zero to a round number, with marks."""

from __future__ import annotations

import math
from collections.abc import Callable

from pipefilter.dataclass import dataclass

__all__ = ["Axis", "axis_to", "count_mark", "dollar_mark", "percent_mark"]

_LETTERS = ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "k"))
_SHORTER_FROM = 10_000
_MAX_MARKS = 5
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis from zero to its last mark.

    Args:
        words: of a mark, given its value and the step.
    """

    step: float
    steps: int
    words: Callable[[float, float], str]

    @property
    def end(self) -> float:
        """The value at its last mark."""
        return self.step * self.steps

    def place(self, value: float) -> float:
        """Where a value is, in percent of the axis."""
        return max(0.0, min(100.0, 100 * value / self.end))

    @property
    def marks(self) -> list[tuple[float, str]]:
        """Places in percent, and words."""
        return [
            (100 * mark / self.steps, self.words(mark * self.step, self.step)) for mark in range(self.steps + 1)
        ]


def axis_to(largest: float, words: Callable[[float, float], str], *, whole: bool = False) -> Axis:
    """An axis with room for a value; `whole` if its marks are to be whole numbers."""
    if not largest > 0:
        largest = 1.0
    rough = largest / _MAX_MARKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in _STEPS if power * factor >= rough * (1 - 1e-9))
    if whole and step % 1:
        step = float(math.ceil(step))
    return Axis(step, max(1, math.ceil(largest / step - 1e-9)), words)


def dollar_mark(value: float, step: float) -> str:
    """Dollars at a mark, with as many digits as the step needs."""
    return f"${_short(value, step, min_digits=2)}"


def count_mark(value: float, step: float) -> str:
    """A number at a mark."""
    return _short(value, step, min_digits=0)


def percent_mark(value: float, step: float) -> str:
    """A share at a mark, in percent."""
    return f"{value * 100:.{_digits(step * 100)}f}%" if value else "0%"


def _short(value: float, step: float, *, min_digits: int) -> str:
    if not value:
        return "0"
    for size, letter in _LETTERS:
        if step * _MAX_MARKS >= _SHORTER_FROM and step * _MAX_MARKS >= size:
            return f"{value / size:,.{_digits(step / size)}f}{letter}"
    places = _digits(step)
    return f"{value:,.{max(places, min_digits) if places else 0}f}"


def _digits(step: float) -> int:
    """Decimal places that distinguish the marks."""
    for places in range(12):
        if abs(round(step, places) - step) < step * 1e-6:
            return places
    return 12

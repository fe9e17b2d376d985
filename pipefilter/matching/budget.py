"""How much work one verdict may cost; beyond it there is no verdict, and no endless work either.

A step is about a microsecond or two of work in Python, and at most some hundred bytes. What people send never
comes near the limit: only repeated keys over arrays, or hundreds of `$or` branches over thousands of elements of
arrays in arrays, cost more than a few steps a value.
"""

from __future__ import annotations

from pipefilter.errors import EventTooIntricate

__all__ = ["BASE_STEPS", "STEPS_A_VALUE", "Budget"]

BASE_STEPS = 150_000
"""What any verdict may cost."""
STEPS_A_VALUE = 8
"""What each value that the event has for the pattern may cost in addition, so that large events are evaluated."""


class Budget:
    """The steps that are left for one verdict.

    Args:
        values: how many values the event has for the fields of the pattern.
    """

    __slots__ = ("_left", "limit")

    def __init__(self, values: int) -> None:
        self.limit = BASE_STEPS + STEPS_A_VALUE * values
        """The steps that the verdict may cost."""
        self._left = self.limit

    @property
    def spent(self) -> int:
        """The steps spent so far."""
        return self.limit - self._left

    def spend(self, steps: int) -> None:
        """Count work before it is done.

        Raises:
            EventTooIntricate: there is not so much left.
        """
        self._left -= steps
        if self._left < 0:
            raise EventTooIntricate(
                f"no verdict within {self.limit:,} steps: the event repeats keys over arrays, or too many "
                "alternatives of the pattern meet too many values of the event"
            )

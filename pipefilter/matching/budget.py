"""A limit on the work for one verdict: beyond it there is no verdict, but no endless work either.

A step is about one or two microseconds of work in Python, and at most some hundred bytes. Real events never come near
the limit: only repeated keys over arrays, or hundreds of `$or` branches over thousands of elements of nested arrays,
cost more than a few steps for each value.
"""

from __future__ import annotations

from pipefilter.errors import EventTooIntricate

__all__ = ["BASE_STEPS", "STEPS_A_VALUE", "Budget"]

BASE_STEPS = 150_000
"""The steps for any verdict."""
STEPS_A_VALUE = 8
"""Additional steps for each value that the event has for the pattern, so that large events are evaluated."""


class Budget:
    """The steps left for one verdict, more for an event with many values for the fields of the pattern."""

    __slots__ = ("_left", "limit")

    def __init__(self, values: int) -> None:
        self.limit = BASE_STEPS + STEPS_A_VALUE * values
        """The steps allowed for the verdict."""
        self._left = self.limit

    @property
    def spent(self) -> int:
        """The steps spent so far."""
        return self.limit - self._left

    def spend(self, steps: int) -> None:
        """Count work before it is done.

        Raises:
            EventTooIntricate: the budget is exceeded.
        """
        self._left -= steps
        if self._left < 0:
            raise EventTooIntricate(
                f"no verdict within {self.limit:,} steps: the event has repeated keys with arrays below them, or the "
                "pattern has too many alternatives for the number of values in the event"
            )

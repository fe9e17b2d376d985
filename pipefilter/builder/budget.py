"""A budget of work for one narrowing, in steps instead of seconds, so that the same condition always has the same pattern."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipefilter.dataclass import dataclass

__all__ = ["MIN_SHARE", "Budget", "OutOfSteps"]

MIN_SHARE = 5_000
"""Enough for a pattern of a few fields."""


class OutOfSteps(Exception):
    """The work needs more steps than the budget has."""


@dataclass(slots=True)
class Budget:
    """The steps that are left; a step is about a microsecond of work, and the same on any machine."""

    left: int
    exceeded: bool = False

    def spend(self, steps: int) -> None:
        """Use up steps.

        Raises:
            OutOfSteps: fewer steps are left.
        """
        self.left -= steps
        if self.left < 0:
            self.exceeded = True
            raise OutOfSteps

    @contextmanager
    def share(self, divisor: int) -> Iterator[Budget]:
        """A share of the steps, or more where that is too few for a small pattern, for work that may run out of steps alone."""
        steps = max(self.left // divisor, min(self.left, MIN_SHARE))
        part = Budget(steps)
        try:
            yield part
        finally:
            self.left -= steps - max(part.left, 0)
            self.exceeded |= part.exceeded

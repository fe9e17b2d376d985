"""A bound on work that an input decides."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["StepBudget", "TooManySteps"]


class TooManySteps(Exception):
    """The work is more than was allowed."""


@dataclass(slots=True)
class StepBudget:
    """The steps that are left.

    Args:
        left: how many there are at first.
    """

    left: int

    def take(self, steps: int) -> None:
        """Take some of them.

        Raises:
            TooManySteps: there are no more.
        """
        self.left -= steps
        if self.left < 0:
            raise TooManySteps

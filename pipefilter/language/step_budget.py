"""A bound on work whose amount depends on the input."""

from __future__ import annotations

from pipefilter.dataclass import dataclass

__all__ = ["StepBudget", "TooManySteps"]


class TooManySteps(Exception):
    """The work exceeds its budget."""


@dataclass(slots=True)
class StepBudget:
    """A budget of work, as the number of steps left."""

    left: int

    def take(self, steps: int) -> None:
        """Use up steps.

        Raises:
            TooManySteps: not enough are left.
        """
        self.left -= steps
        if self.left < 0:
            raise TooManySteps

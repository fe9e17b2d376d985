"""Proves that some branches of a pattern match what others of its branches match."""

from __future__ import annotations

from collections.abc import Iterable

from pipefilter.analysis.reading.existence import data_kinds
from pipefilter.comparing.coverage import Coverage
from pipefilter.comparing.covering_branches import CoveringBranches
from pipefilter.comparing.field_space import FieldSpace
from pipefilter.comparing.union import Conjunction, union_of
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.step_budget import StepBudget, TooManySteps
from pipefilter.language.unknown_value import has_unknown_values
from pipefilter.matching.event_values import looks_into_empty_names
from pipefilter.witnesses.sample import BARE, Sample

__all__ = ["BranchCovering"]

_MAX_STEPS = 100_000
"""Of one pattern: a tenth of a second."""


class BranchCovering:
    """The branches of a pattern, compared within a budget: then only what can be seen from the conditions is proven.

    Args:
        pattern: whose branches they are.
        sample: of the events, whose shape is known.
    """

    def __init__(self, pattern: EventPattern, sample: Sample = BARE) -> None:
        self._branches = union_of([pattern]).branches or ()
        self._space = FieldSpace(self._branches, StepBudget(_MAX_STEPS), sample)
        self._covering = CoveringBranches(self._branches, self._space)
        # the values of a field have a class for each condition, and are evaluated with all of them
        self._space.budget.left -= sum(
            len(self._covering.conditions(path)) ** 2 for path in self._covering.paths
        )
        self._has_unknown = has_unknown_values(pattern)
        self.choices = tuple(frozenset(each.branch.choices) for each in self._branches)
        """For each branch, the pointers to the objects of `$or` of which it consists."""

    def match_nothing(self, numbers: Iterable[int]) -> bool:
        """Whether no event matches any of the branches with these numbers."""
        return self._cover(0, numbers)

    def covers(self, wide: Iterable[int], narrow: Iterable[int]) -> bool:
        """Whether some branches certainly match every event that others match."""
        return self._cover(_set_of(wide), narrow)

    def can_do_without(self, numbers: frozenset[int], removed: frozenset[int]) -> bool:
        """Whether the pattern certainly matches the same events without some branches.

        Args:
            numbers: of the branches.
            removed: branches that are removed already.
        """
        if not self._cover(self._covering.all & ~_set_of(numbers | removed), numbers - removed):
            return False
        before = [number for number in range(len(self._branches)) if number not in removed]
        after = [number for number in before if number not in numbers]
        return self._way_of_seeing(before) == self._way_of_seeing(after)

    def _cover(self, wide: int, narrow: Iterable[int]) -> bool:
        others = self._covering.only(wide)
        return all(self._is_covered(self._branches[number], others) for number in narrow)

    def _way_of_seeing(self, numbers: Iterable[int]) -> tuple[bool, frozenset[tuple[str, bool]]]:
        """How AWS looks at events for a pattern of some branches: whether into empty names, and which data it decodes."""
        fields = [field for number in numbers for field in self._branches[number].branch.fields.values()]
        return looks_into_empty_names(field.path for field in fields), data_kinds(fields)

    def _is_covered(self, branch: Conjunction, others: CoveringBranches) -> bool:
        if others.contain(branch):
            return True
        if self._has_unknown:
            return False  # an unknown value is equal only to itself
        try:
            return Coverage(branch, others, self._space).is_covered()
        except TooManySteps:
            return False


def _set_of(numbers: Iterable[int]) -> int:
    branches = 0
    for number in numbers:
        branches |= 1 << number
    return branches

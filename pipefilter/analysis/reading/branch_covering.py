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
    """The branches of a pattern, compared within a budget: then nothing more is proven.

    Args:
        pattern: with a moderate number of branches.
        sample: of the events, whose shape is known.
    """

    def __init__(self, pattern: EventPattern, sample: Sample = BARE) -> None:
        self._branches = union_of([pattern]).branches or ()
        self._space = FieldSpace(self._branches, StepBudget(_MAX_STEPS), sample)
        self._has_unknown = has_unknown_values(pattern)
        self.choices = tuple(frozenset(each.branch.choices) for each in self._branches)
        """For each branch, the pointers to the objects of `$or` of which it consists."""

    def match_nothing(self, numbers: Iterable[int]) -> bool:
        """Whether no event matches any of the branches with these numbers."""
        nothing = CoveringBranches((), self._space)
        return all(self._is_covered(self._branches[number], nothing) for number in numbers)

    def covers(self, wide: Iterable[int], narrow: Iterable[int]) -> bool:
        """Whether some branches certainly match every event that others match."""
        others = CoveringBranches([self._branches[number] for number in wide], self._space)
        return all(self._is_covered(self._branches[number], others) for number in narrow)

    def can_do_without(self, numbers: frozenset[int], removed: frozenset[int]) -> bool:
        """Whether the pattern certainly matches the same events without some branches.

        Args:
            numbers: of the branches.
            removed: branches that are removed already.
        """
        before = [number for number in range(len(self._branches)) if number not in removed]
        after = [number for number in before if number not in numbers]
        return self._way_of_seeing(before) == self._way_of_seeing(after) and self.covers(
            after, numbers - removed
        )

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

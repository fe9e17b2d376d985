"""Finds alternatives of a field whose removal changes no verdict, and the others that cover each."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.comparing.value_classes import value_classes
from pipefilter.language.operator import Operator
from pipefilter.language.operators.exact import Exact
from pipefilter.language.step_budget import StepBudget, TooManySteps
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.witnesses.field_witness import ABSENT
from pipefilter.witnesses.operator_values import matching_values

__all__ = ["redundant_alternatives"]

_MAX_STEPS = 40_000
"""For one field: a few hundredths of a second."""
_MAX_WORK = 10_000
"""Alternatives in all lists that are compared at once."""
_FEW = 12
"""In longer lists, plain values are compared with the other alternatives only, and not these with plain values."""


def redundant_alternatives(alternatives: tuple[Operator, ...]) -> dict[int, tuple[int, ...]]:
    """The numbers of the alternatives that can all be removed, each with the numbers of those that cover it.

    Of two that match the same values, the later one is redundant. An alternative is among the results only if it is
    proven that the list matches the same values without it.
    """
    search = _Search(alternatives)
    covered = search.covered()
    return {number: search.covering(number) for number in sorted(covered)}


class _Search:
    def __init__(self, alternatives: tuple[Operator, ...]) -> None:
        self._alternatives = alternatives
        self._budget = StepBudget(_MAX_STEPS)
        self._whole = FieldPredicate(alternatives)
        self._left = [
            number
            for number, operator in enumerate(alternatives)
            if len(alternatives) <= _FEW or not isinstance(operator, Exact)
        ]
        """Those that may cover others."""

    def covered(self) -> list[int]:
        """The redundant alternatives."""
        covered = self._covered_values() if len(self._left) < len(self._alternatives) else []
        start = list(self._left)
        possible = [number for number in start if self._may_be_covered(number)][: _MAX_WORK // len(start)]
        each = [[other for other in start if other != number] for number in possible]
        candidates = [
            number for number, is_equal in zip(possible, self._like_whole(start, each), strict=True) if is_equal
        ]
        if self._can_go(start, candidates):
            return covered + candidates
        for number in sorted(candidates, key=lambda each: (not self._is_plain(each), -each)):
            if self._can_go(start, [number]):
                covered.append(number)
        return covered

    def _may_be_covered(self, number: int) -> bool:
        """Whether another alternative matches a value that this one matches, which is cheaper to determine."""
        operator = self._alternatives[number]
        alone = FieldPredicate((operator,))
        value = next(filter(alone.holds, matching_values(operator, "example")), ABSENT)
        return value is ABSENT or any(each != number for each in self._whole.holding(value))

    def _is_plain(self, number: int) -> bool:
        return isinstance(self._alternatives[number], Exact)

    def _covered_values(self) -> list[int]:
        """The plain values that the other alternatives cover."""
        holds = self._predicate(self._left).holds
        candidates = [
            number
            for number, operator in enumerate(self._alternatives)
            if isinstance(operator, Exact) and holds(operator.value)
        ]
        equal = self._like_whole(self._left, [[*self._left, number] for number in candidates])
        return [number for number, is_equal in zip(candidates, equal, strict=True) if is_equal]

    def _can_go(self, start: Sequence[int], numbers: Sequence[int]) -> bool:
        """Whether several can be removed from those that are left; then they are."""
        rest = [number for number in self._left if number not in numbers]
        (is_equal,) = self._like_whole(start, [rest])
        if is_equal:
            self._left = rest
        return is_equal

    def covering(self, number: int) -> tuple[int, ...]:
        """A few of those that are left, which together cover an alternative."""
        alone = self._equal([([other], [other, number]) for other in self._left])
        for other, is_equal in zip(self._left, alone, strict=True):
            if is_equal:
                return (other,)
        needed = list(self._left)
        for other in self._left:
            fewer = [each for each in needed if each != other]
            if fewer and self._equal([(fewer, [*fewer, number])])[0]:
                needed = fewer
        return tuple(needed)

    def _like_whole(self, some: Sequence[int], others: Sequence[Sequence[int]]) -> list[bool]:
        """For each of several lists, whether the whole list matches the same values with it instead of `some`.

        If `some` are not all alternatives, each alternative must match the same values in the whole list as in its parts.
        """
        equal = self._equal([(some, each) for each in others])
        if len(some) == len(self._alternatives):
            return equal
        are_alike = [self._is_like_whole(each) for each in others] if self._is_like_whole(some) else []
        return [
            is_equal and is_alike
            for is_equal, is_alike in zip(equal, are_alike or [False] * len(equal), strict=True)
        ]

    def _is_like_whole(self, numbers: Sequence[int]) -> bool:
        return self._predicate(numbers).numeric == self._whole.numeric and not self._whole.bytes_matter

    def _equal(self, pairs: Sequence[tuple[Sequence[int], Sequence[int]]]) -> list[bool]:
        """For each pair of lists of alternatives, whether both match the same values."""
        predicates: dict[tuple[Operator, ...], FieldPredicate] = {}
        keys = [tuple(self._predicate(numbers) for numbers in pair) for pair in pairs]
        for predicate in (predicate for pair in keys for predicate in pair):
            predicates.setdefault(predicate.alternatives, predicate)
        at = {alternatives: number for number, alternatives in enumerate(predicates)}
        try:
            self._budget.take(1)
        except TooManySteps:
            return [False] * len(pairs)
        classes = value_classes(list(predicates.values()), (), self._budget)
        sets = (*classes.values, *classes.possible, classes.absent)
        return [
            not classes.doubt
            and all(met >> at[first.alternatives] & 1 == met >> at[second.alternatives] & 1 for met in sets)
            for first, second in keys
        ]

    def _predicate(self, numbers: Sequence[int]) -> FieldPredicate:
        return FieldPredicate(tuple(self._alternatives[number] for number in sorted(numbers)))

"""One field of a pattern, prepared to test the values of many events."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.json_text.tree import Scalar
from pipefilter.language.event_pattern import Field
from pipefilter.matching.array_consistency import choose
from pipefilter.matching.budget import Budget
from pipefilter.matching.candidates import Candidates
from pipefilter.matching.event_values import EventValues, Values
from pipefilter.matching.value_predicate import ValuePredicate

__all__ = ["CompiledField", "FieldVerdicts", "steps_of"]

_LIGHT = 8
"""Tests of one short value that cost next to nothing, and are not counted."""
_TESTS_A_STEP = 8
_CALL_TESTS = 1
"""The cost of a call for one value, in tests."""
_CHARACTERS_A_TEST = 256
_NOT_ASCII = 16
"""How much more a character beyond ASCII costs, as it is compared by its bytes."""


class CompiledField:
    """One field of a pattern, and the slot of its path in `PathValues`."""

    __slots__ = ("_test", "slot")

    def __init__(self, slot: int, field: Field) -> None:
        self.slot = slot
        self._test = ValuePredicate(field.alternatives)

    def holds(self, values: Values, budget: Budget) -> bool:
        """Whether the field matches, if none of its values in the event is in an element of an array."""
        self._spend(values, budget)
        holds = self._test.holds
        for value, _ in values:
            if holds(value):
                return True
        return self._test.matches_absence and not values

    def candidates(self, values: Values, budget: Budget) -> Candidates:
        """The elements of arrays in which the field matches."""
        self._spend(values, budget)
        holds = self._test.holds
        matching = [element for value, element in values if holds(value)]
        return Candidates(matching, [element for _, element in values] if self._test.matches_absence else None)

    def _spend(self, values: Values, budget: Budget) -> None:
        """Count the tests before they are made, except for one short value, as most events have it."""
        if len(values) > 1 or self._test.weight > _LIGHT or any(_is_long(value) for value, _ in values):
            budget.spend(steps_of(self._test, [value for value, _ in values]))


def _is_long(value: Scalar) -> bool:
    return isinstance(value, str) and len(value) > _CHARACTERS_A_TEST


def steps_of(predicate: ValuePredicate, values: Sequence[Scalar]) -> int:
    """The number of steps that it costs to test the values."""
    characters = sum(
        len(value) if value.isascii() else _NOT_ASCII * len(value) for value in values if isinstance(value, str)
    )
    tests = predicate.weight * (len(values) + characters // _CHARACTERS_A_TEST) + _CALL_TESTS * len(values)
    return tests // _TESTS_A_STEP


class FieldVerdicts:
    """The verdicts of fields on one event, each computed once."""

    __slots__ = ("_agree", "_candidates", "_in_arrays", "_possible", "_slots", "value_count")

    def __init__(self, values: EventValues) -> None:
        self._slots = values.slots
        self._in_arrays = values.in_arrays
        self.value_count = sum(map(len, values.slots.values()))
        """The number of values that the event has for the fields, for a `Budget`."""
        self._possible: dict[CompiledField, bool] = {}
        self._candidates: dict[CompiledField, Candidates] = {}
        self._agree: dict[tuple[CompiledField, ...], bool] = {}

    def match(self, fields: tuple[CompiledField, ...], budget: Budget) -> bool:
        """Whether the fields of a branch, in ascending order of their paths, match together.

        Raises:
            EventTooIntricate: no verdict within the budget.
        """
        for field in fields:
            verdict = self._possible.get(field)
            if verdict is None:
                verdict = self._possible[field] = self._is_possible(field, budget)
            if not verdict:
                return False
        return not self._in_arrays or self._can_agree(fields, budget)

    def _is_possible(self, field: CompiledField, budget: Budget) -> bool:
        """Whether the field can match on its own; that decides if no value is in an array."""
        if self._in_arrays:
            return self._candidates_of(field, budget).possible
        return field.holds(self._slots.get(field.slot, ()), budget)

    def _can_agree(self, fields: tuple[CompiledField, ...], budget: Budget) -> bool:
        """Whether elements of the event's arrays can be chosen so that all fields match."""
        verdict = self._agree.get(fields)
        if verdict is None:
            candidates = [self._candidates_of(field, budget) for field in fields]
            verdict = self._agree[fields] = choose(candidates, budget) is not None
        return verdict

    def _candidates_of(self, field: CompiledField, budget: Budget) -> Candidates:
        candidates = self._candidates.get(field)
        if candidates is None:
            candidates = field.candidates(self._slots.get(field.slot, ()), budget)
            self._candidates[field] = candidates
        return candidates

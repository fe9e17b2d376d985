"""One field of a pattern made ready to test the values that events have for it."""

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
"""To ask so few alternatives of one short value costs next to nothing."""
_TESTS_A_STEP = 8
_CALL_TESTS = 1
"""To ask a field for one value costs at least as much as so many alternatives more."""
_CHARACTERS_A_TEST = 256
_NOT_ASCII = 16
"""Of characters beyond ASCII each costs so much more, as they are compared by their bytes."""


class CompiledField:
    """One field of a pattern.

    Args:
        slot: where its values are collected.
        field: with its alternatives.
    """

    __slots__ = ("_test", "slot")

    def __init__(self, slot: int, field: Field) -> None:
        self.slot = slot
        self._test = ValuePredicate(field.alternatives)

    def holds(self, values: Values, budget: Budget) -> bool:
        """Whether the field holds, if no value lies in an element of an array.

        Args:
            values: that the event has for it.
            budget: of the verdict.
        """
        self._spend(values, budget)
        holds = self._test.holds
        for value, _ in values:
            if holds(value):
                return True
        return self._test.matches_absence and not values

    def candidates(self, values: Values, budget: Budget) -> Candidates:
        """The elements of arrays in which it holds.

        Args:
            values: that the event has for it.
            budget: of the verdict.
        """
        self._spend(values, budget)
        holds = self._test.holds
        right = [element for value, element in values if holds(value)]
        return Candidates(right, [element for _, element in values] if self._test.matches_absence else None)

    def _spend(self, values: Values, budget: Budget) -> None:
        """Count the tests before they are made; most events have one short value for a field."""
        if len(values) > 1 or self._test.weight > _LIGHT or any(_is_long(value) for value, _ in values):
            budget.spend(steps_of(self._test, [value for value, _ in values]))


def _is_long(value: Scalar) -> bool:
    return isinstance(value, str) and len(value) > _CHARACTERS_A_TEST


def steps_of(test: ValuePredicate, values: Sequence[Scalar]) -> int:
    """The steps that testing values costs.

    Args:
        test: of a field.
        values: of an event.
    """
    characters = sum(
        len(value) if value.isascii() else _NOT_ASCII * len(value) for value in values if isinstance(value, str)
    )
    tests = test.weight * (len(values) + characters // _CHARACTERS_A_TEST) + _CALL_TESTS * len(values)
    return tests // _TESTS_A_STEP


class FieldVerdicts:
    """What the fields of patterns make of one event, each asked once.

    Args:
        values: of the event, at the paths of the fields.
    """

    __slots__ = ("_agree", "_candidates", "_in_arrays", "_possible", "_slots", "value_count")

    def __init__(self, values: EventValues) -> None:
        self._slots = values.slots
        self._in_arrays = values.in_arrays
        self.value_count = sum(map(len, values.slots.values()))
        """How many values the event has for the fields; a `Budget` is made of it."""
        self._possible: dict[CompiledField, bool] = {}
        self._candidates: dict[CompiledField, Candidates] = {}
        self._agree: dict[tuple[CompiledField, ...], bool] = {}

    def match(self, fields: tuple[CompiledField, ...], budget: Budget) -> bool:
        """Whether the fields hold together.

        Args:
            fields: of a branch, in ascending order of their paths.
            budget: of the verdict on its pattern.

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
        """Whether the field holds, looked at alone: without arrays that is all."""
        if self._in_arrays:
            return self._candidates_of(field, budget).possible
        return field.holds(self._slots.get(field.slot, ()), budget)

    def _can_agree(self, fields: tuple[CompiledField, ...], budget: Budget) -> bool:
        """Whether some elements of the event's arrays go together in which all fields hold."""
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

"""One field of a pattern made ready to judge the values that events have for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar
from pipefilter.language.event_pattern import Field
from pipefilter.language.operator import Operator
from pipefilter.language.operators.exact import Exact
from pipefilter.matching.demand_index import DemandIndex
from pipefilter.matching.element_choice import Candidates, choose
from pipefilter.matching.event_values import Values
from pipefilter.matching.field_test import FieldTest

__all__ = ["CompiledField", "agree"]

_Test = Callable[[Scalar], bool]
_MANY = 8
"""So many alternatives are looked up by what they demand."""


class CompiledField:
    """One field of a pattern.

    Args:
        slot: where its values are collected.
        field: with its alternatives.
    """

    __slots__ = ("_absent", "_test", "slot")

    def __init__(self, slot: int, field: Field) -> None:
        self.slot = slot
        self._test, self._absent = _test(field.alternatives)

    def possible(self, values: Values) -> bool:
        """Whether the field holds, looked at alone and without regard to arrays.

        Args:
            values: that the event has for it.
        """
        test = self._test
        for value, element in values:
            if test(value) or (self._absent and element is not None):
                return True
        return self._absent and not values

    def candidates(self, values: Values) -> Candidates:
        """The elements of arrays in which it holds.

        Args:
            values: that the event has for it.
        """
        right = [element for value, element in values if self._test(value)]
        return Candidates(right, [element for _, element in values] if self._absent else None)


def agree(fields: Iterable[CompiledField], slots: Mapping[int, Values]) -> bool:
    """Whether some elements of the event's arrays go together in which all fields hold.

    Args:
        fields: of a branch.
        slots: the values of each field, by its slot.

    Raises:
        EventTooIntricate: no verdict in bounded time.
    """
    return choose([field.candidates(slots[field.slot]) for field in fields]) is not None


def _test(alternatives: tuple[Operator, ...]) -> tuple[_Test, bool]:
    """Whether a value is right, and whether absence is."""
    whole = FieldTest(alternatives)
    if whole.bytes_matter:
        return whole.holds, whole.takes_absence
    texts = frozenset(
        o.value for o in alternatives if isinstance(o, Exact) and isinstance(o.value, str) and not o.address
    )
    others = [o for o in alternatives if not isinstance(o, Exact) or (isinstance(o.value, str) and o.address)]
    text_holds = _one_by_one(others) if len(others) < _MANY else _by_demand(others)
    literals = {constant: whole.holds(constant) for constant in (True, False, None)}

    def test(value: Scalar) -> bool:
        if isinstance(value, str):
            return value in texts or text_holds(value)
        if isinstance(value, Number):
            return whole.holds(value)
        return literals[value]

    return test, whole.takes_absence


def _one_by_one(operators: list[Operator]) -> Callable[[str], bool]:
    tests = tuple(operator.holds for operator in operators)

    def holds(text: str) -> bool:
        return any(holds(text) for holds in tests)

    return holds


def _by_demand(operators: list[Operator]) -> Callable[[str], bool]:
    """A test that asks only the operators whose demand a text meets."""
    index: DemandIndex[Callable[[str], bool], None] = DemandIndex()
    for operator in operators:
        index.add(operator.holds, operator.demand())

    def holds(text: str) -> bool:
        return any(holds(text) for bucket in index.buckets(text) for holds in bucket.entries)

    return holds

"""The alternatives of one field made ready to test values: only those are asked that a value can satisfy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar
from pipefilter.language.comparable import as_comparable
from pipefilter.language.operator import Operator
from pipefilter.language.operators.exact import Exact
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.matching.requirement_index import RequirementIndex

__all__ = ["ValuePredicate"]

_MANY = 8
"""So many alternatives are looked up by what they require."""

_StringTest = Callable[[str], bool]


class ValuePredicate:
    """Whether one of the alternatives of a field holds for a value: the verdict of `FieldPredicate`, sooner.

    Args:
        alternatives: of the field.
    """

    __slots__ = ("holds", "matches_absence", "weight")

    def __init__(self, alternatives: Sequence[Operator]) -> None:
        whole = FieldPredicate(tuple(alternatives))
        self.matches_absence = whole.matches_absence
        """Whether one of the alternatives is `exists: false`."""
        self.weight = whole.weight
        """How many alternatives are asked of one value at most."""
        self.holds: Callable[[Scalar], bool] = whole.holds
        """Whether one of the alternatives holds for a value."""
        if whole.bytes_matter:
            return
        strings = frozenset(
            o.value
            for o in alternatives
            if isinstance(o, Exact) and isinstance(o.value, str) and not o.is_address
        )
        others = [
            o for o in alternatives if not isinstance(o, Exact) or (isinstance(o.value, str) and o.is_address)
        ]
        string_holds, weight = _string_test(others)
        number_holds: Callable[[Number], bool] = whole.holds
        if len(alternatives) >= _MANY:
            number_holds, number_weight = _number_test(alternatives, numeric=whole.numeric)
            self.weight = max(weight, number_weight)
        else:
            self.weight = max(len(alternatives), weight)
        constants = {constant: whole.holds(constant) for constant in (True, False, None)}

        def holds(value: Scalar) -> bool:
            if isinstance(value, str):
                return value in strings or string_holds(value)
            if isinstance(value, Number):
                return number_holds(value)
            return constants[value]

        self.holds = holds


def _string_test(operators: Sequence[Operator]) -> tuple[_StringTest, int]:
    """Whether one of the operators holds for a string, and how many are asked at most."""
    if not operators:
        return (lambda _string: False), 0
    tests = [_operator_test(operator) for operator in operators]
    if len(operators) < _MANY:
        asked = tuple(test for test, _ in tests)

        def holds(string: str) -> bool:
            return any(test(string) for test in asked)

        return holds, sum(weight for _, weight in tests)
    index: RequirementIndex[_StringTest, None] = RequirementIndex()
    for operator, (test, _) in zip(operators, tests, strict=True):
        index.add(test, operator.requirement())

    def holds_by_demand(string: str) -> bool:
        return any(test(string) for bucket in index.buckets(string) for test in bucket.entries)

    return holds_by_demand, 1 + _max_load(operators, [weight for _, weight in tests])


def _max_load(operators: Sequence[Operator], weights: Sequence[int]) -> int:
    """How many tests a string can lead to at most: of each table of the index, those in one bucket."""
    loads: dict[tuple[int, bool], Counter[str]] = {}
    for operator, weight in zip(operators, weights, strict=True):
        requirement = operator.requirement().text
        if requirement is not None:
            key = requirement.starts or requirement.ends
            table = (0, True) if requirement.whole else (len(key), bool(requirement.starts))
            loads.setdefault(table, Counter())[key] += weight
    return sum(max(load.values()) for load in loads.values())


def _operator_test(operator: Operator) -> tuple[_StringTest, int]:
    """One operator's test of strings; a long list in `anything-but` is looked up too."""
    excluded = operator.excluded_operators
    if len(excluded) >= _MANY:
        holds, weight = _string_test(excluded)
        return (lambda string: not holds(string)), weight
    return operator.holds, operator.weight


def _number_test(operators: Sequence[Operator], *, numeric: bool) -> tuple[Callable[[Number], bool], int]:
    """Whether one of many operators holds for a number, and how many are asked in vain at most."""
    index: RequirementIndex[Operator, None] = RequirementIndex()
    ends: list[tuple[float, bool]] = []
    for operator in operators:
        requirement = operator.requirement()
        index.add(operator, requirement)
        if requirement.numbers is not None:
            ends += [(requirement.numbers[0], False), (requirement.numbers[1], True)]

    def holds(number: Number) -> bool:
        comparable = as_comparable(number, numeric=numeric)
        return any(
            operator.holds(comparable) for bucket in index.buckets(number) for operator in bucket.entries
        )

    overlapping = most = 0
    for _, is_high in sorted(ends):  # at one number ranges begin before others end: both hold it
        overlapping += -1 if is_high else 1
        most = max(most, overlapping)
    return holds, 1 + most

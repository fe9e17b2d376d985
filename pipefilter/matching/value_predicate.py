"""The alternatives of one field, indexed so that a value is tested only against those it may match."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar
from pipefilter.language.comparable import as_comparable
from pipefilter.language.operator import Operator
from pipefilter.language.operators.exact import Exact
from pipefilter.matching.field_predicate import FieldPredicate

__all__ = ["ValuePredicate"]

_MANY = 8
"""The number of alternatives from which an index of their requirements is used."""

_StringTest = Callable[[str], bool]


class ValuePredicate:
    """Whether one of the alternatives of a field matches a value: the verdict of `FieldPredicate`, but faster."""

    __slots__ = ("holds", "matches_absence", "weight")

    def __init__(self, alternatives: Sequence[Operator]) -> None:
        whole = FieldPredicate(tuple(alternatives))
        self.matches_absence = whole.matches_absence
        """Whether one of the alternatives is `exists: false`."""
        self.weight = whole.weight
        """The maximum number of tests of one value."""
        self.holds: Callable[[Scalar], bool] = whole.holds
        """Whether one of the alternatives matches a value."""
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
    """The test whether one of the operators matches a string, and the maximum number of single tests."""
    if not operators:
        return (lambda _string: False), 0
    tests = [_operator_test(operator) for operator in operators]
    if len(operators) < _MANY:
        string_tests = tuple(test for test, _ in tests)

        def holds(string: str) -> bool:
            return any(test(string) for test in string_tests)

        return holds, sum(weight for _, weight in tests)
    from pipefilter.matching.requirement_index import RequirementIndex

    index: RequirementIndex[_StringTest, None] = RequirementIndex()
    for operator, (test, _) in zip(operators, tests, strict=True):
        index.add(test, operator.requirement())

    def holds_by_index(string: str) -> bool:
        return any(test(string) for bucket in index.buckets(string) for test in bucket.entries)

    return holds_by_index, 1 + _max_load(operators, [weight for _, weight in tests])


def _max_load(operators: Sequence[Operator], weights: Sequence[int]) -> int:
    """The maximum number of tests for a string: those of one bucket in each table of the index."""
    loads: dict[tuple[int, bool], Counter[str]] = {}
    for operator, weight in zip(operators, weights, strict=True):
        requirement = operator.requirement().text
        if requirement is not None:
            key = requirement.starts or requirement.ends
            table = (0, True) if requirement.whole else (len(key), bool(requirement.starts))
            loads.setdefault(table, Counter())[key] += weight
    return sum(max(load.values()) for load in loads.values())


def _operator_test(operator: Operator) -> tuple[_StringTest, int]:
    """The test of one operator, and its weight; a long list in `anything-but` is indexed too."""
    excluded = operator.excluded_operators
    if len(excluded) >= _MANY:
        holds, weight = _string_test(excluded)
        return (lambda string: not holds(string)), weight
    return operator.holds, operator.weight


def _number_test(operators: Sequence[Operator], *, numeric: bool) -> tuple[Callable[[Number], bool], int]:
    """The test whether one of many operators matches a number, and the maximum number of wasted tests."""
    from pipefilter.matching.requirement_index import RequirementIndex

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

    overlapping = max_overlapping = 0
    for _, is_high in sorted(ends):  # at the same number, ranges begin before others end: both contain it
        overlapping += -1 if is_high else 1
        max_overlapping = max(max_overlapping, overlapping)
    return holds, 1 + max_overlapping

"""Set operations on the alternatives of one field: `["a", {"prefix": "b"}]` is a set of values, perhaps with absence.

A result is never a smaller set than the exact one; whether it may be a larger one is returned beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from pipefilter.builder.budget import Budget
from pipefilter.language.affix import Affix
from pipefilter.language.comparable import as_comparable
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.exists import Exists
from pipefilter.language.operators.prefix import Prefix

__all__ = ["ABSENT", "PRESENT", "Alternatives", "complement", "intersect", "is_anything", "unite"]

Alternatives: TypeAlias = tuple[Operator, ...]

PRESENT = Exists(present=True)
ABSENT = Exists(present=False)


def is_anything(alternatives: Alternatives) -> bool:
    """Whether the alternatives exclude nothing."""
    return PRESENT in alternatives and ABSENT in alternatives


def complement(strings: Iterable[str]) -> Operator:
    """The alternative for any value but these strings."""
    excluded = tuple(dict.fromkeys(strings))
    return AnythingBut(excluded) if excluded else PRESENT


def intersect(ours: Alternatives, theirs: Alternatives, budget: Budget) -> tuple[Alternatives, bool]:
    """The intersection of two lists of alternatives of a field with at most one value; empty if they are disjoint.

    Returns:
        The alternatives, and whether they are exactly the intersection.

    Raises:
        OutOfSteps: there are too many of them.
    """
    common = {operator for operator in theirs if _is_single(operator)}
    rest = [operator for operator in theirs if operator not in common]
    wide = sum(not _is_single(operator) for operator in ours)
    budget.spend(len(ours) * (1 + len(rest)) + len(theirs) * (1 + wide) + _excluded_count(*ours, *theirs))
    operators: dict[Operator, None] = {}
    exact = True
    for our in ours:
        if our in common:
            operators[our] = None
            continue
        for their in rest if _is_single(our) else theirs:
            both, is_exact = _intersect_operators(our, their)
            exact &= is_exact
            if both is not None:
                operators[both] = None
    return _without_covered(operators, budget), exact


def _is_single(operator: Operator) -> bool:
    """Whether the operator matches a single value, and so none that another such operator matches."""
    return isinstance(operator, Exact) and not operator.is_address


def _excluded_count(*operators: Operator) -> int:
    return sum(len(operator.excluded) for operator in operators if isinstance(operator, AnythingBut))


def unite(ours: Alternatives, theirs: Alternatives, budget: Budget) -> Alternatives:
    """The union of two lists of alternatives.

    Raises:
        OutOfSteps: there are too many of them.
    """
    budget.spend(len(ours) + len(theirs))
    return _without_covered(dict.fromkeys((*ours, *theirs)), budget)


def _intersect_operators(  # noqa: PLR0911 - one line a pair of kinds
    first: Operator, second: Operator
) -> tuple[Operator | None, bool]:
    if first == second:
        return first, True
    if isinstance(first, Exists) or isinstance(second, Exists):
        if ABSENT in (first, second):
            return None, True
        return (second if first == PRESENT else first), True
    if isinstance(first, Exact) or isinstance(second, Exact):
        single, rest = (first, second) if isinstance(first, Exact) else (second, first)
        assert isinstance(single, Exact)
        return (single if rest.holds(as_comparable(single.value, numeric=False)) else None), True
    excluded = _excluded_strings(first), _excluded_strings(second)
    if excluded[0] is not None and excluded[1] is not None:
        return complement((*excluded[0], *excluded[1])), True
    if excluded[0] is not None or excluded[1] is not None:
        rest = second if excluded[0] is not None else first
        strings = excluded[0] or excluded[1] or ()
        return rest, not any(rest.holds(as_comparable(string, numeric=False)) for string in strings)
    nested = _nested(first, second)
    return nested if nested is not None else (first, False)


def _nested(first: Operator, second: Operator) -> tuple[Operator | None, bool] | None:
    """The longer of two prefixes or suffixes if it has the shorter one; None if they are not two of a kind."""
    if type(first) is not type(second) or not isinstance(first, Affix) or not isinstance(second, Affix):
        return None
    affixes = first.operand(), second.operand()
    if not isinstance(affixes[0], str) or not isinstance(affixes[1], str):
        return None
    is_prefix = isinstance(first, Prefix)
    for longer, shorter, operator in ((affixes[0], affixes[1], first), (affixes[1], affixes[0], second)):
        if longer.startswith(shorter) if is_prefix else longer.endswith(shorter):
            return operator, True
    return None, True


def _excluded_strings(operator: Operator) -> tuple[str, ...] | None:
    """The strings that an `anything-but` excludes; None for another operator, or if it excludes something else."""
    if not isinstance(operator, AnythingBut):
        return None
    strings = tuple(excluded for excluded in operator.excluded if isinstance(excluded, str))
    return strings if len(strings) == len(operator.excluded) else None


def _without_covered(operators: dict[Operator, None], budget: Budget) -> Alternatives:
    """The operators without those whose values others of them match."""
    if PRESENT in operators:
        return tuple(operator for operator in (PRESENT, ABSENT) if operator in operators)
    excluding = [strings for operator in operators if (strings := _excluded_strings(operator)) is not None]
    wide = [operator for operator in operators if not isinstance(operator, Exact | Exists)]
    if excluding:
        exact = {operator.value for operator in operators if isinstance(operator, Exact)}
        rest = [operator for operator in wide if _excluded_strings(operator) is None]
        budget.spend(sum(map(len, excluding)) + len(excluding[0]) * len(rest))
        common = set(excluding[0]).intersection(*excluding[1:])
        kept = [
            string
            for string in excluding[0]
            if string in common
            and string not in exact
            and not any(operator.holds(as_comparable(string, numeric=False)) for operator in rest)
        ]
        return (complement(kept), *((ABSENT,) if ABSENT in operators else ()))
    budget.spend(len(operators) * len(wide))
    return tuple(
        operator
        for operator in operators
        if not isinstance(operator, Exact)
        or not any(other.holds(as_comparable(operator.value, numeric=False)) for other in wide)
    )

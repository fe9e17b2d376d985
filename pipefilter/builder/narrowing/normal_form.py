"""The ways in which a condition can be right, as far as a pattern can tell them apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipefilter.builder.budget import Budget, OutOfSteps
from pipefilter.builder.conditions.attribute_condition import AttributeCondition
from pipefilter.builder.conditions.change import Changed
from pipefilter.builder.conditions.condition import AllOf, AnyOf, Condition, Not
from pipefilter.builder.conditions.event_name import EventNames
from pipefilter.builder.narrowing.lowering import Literals
from pipefilter.builder.narrowing.product import product
from pipefilter.builder.narrowing.simplification import simplified
from pipefilter.builder.narrowing.term import UNKNOWN, Disjunct, names_of

__all__ = ["MAX_WAYS", "Part", "parts_of", "ways_of"]

MAX_WAYS = 1000
"""As many combinations of `$or` as AWS takes in one pattern."""
_SHARES = 4
"""A condition that may be dropped takes one of so many shares of the steps that are left."""


def ways_of(  # noqa: PLR0911 - one a kind of condition
    condition: Condition, literals: Literals, budget: Budget, *, wanted: bool = True
) -> list[Disjunct]:
    """The ways in which a condition is right, or wrong: a record for which it is so is right for one of them.

    Args:
        condition: any.
        literals: what can be said of a condition on one attribute.
        budget: of steps.
        wanted: False for what the condition is not.

    Raises:
        OutOfSteps: it is too much work.
    """
    meaning = condition.meaning
    if isinstance(meaning, Not):
        return ways_of(meaning.inner, literals, budget, wanted=not wanted)
    if isinstance(meaning, AllOf | AnyOf):
        each = [ways_of(one, literals, budget, wanted=wanted) for one in meaning.conditions]
        if isinstance(meaning, AllOf) is wanted:
            return _all(each, budget)
        return simplified((way for ways in each for way in ways), budget)
    budget.spend(literals.step_count(meaning))
    if isinstance(meaning, EventNames):
        return literals.event(meaning, wanted=wanted)
    if isinstance(meaning, Changed):
        return literals.changed(meaning, wanted=wanted)
    if isinstance(meaning, AttributeCondition):
        return literals.attribute(meaning, wanted=wanted)
    if meaning is not condition:
        return ways_of(meaning, literals, budget, wanted=wanted)
    return [UNKNOWN]


def _all(each: list[list[Disjunct]], budget: Budget) -> list[Disjunct]:
    """All of several conditions; one that makes too many ways is left to check."""
    found = [Disjunct({})]
    for ways in sorted(each, key=len):
        joined = product(found, ways, MAX_WAYS, budget, simplified_ours=True)
        found = [one.inexact() for one in found] if joined is None else joined[0]
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """Conditions of which all must be right, and the ways in which they can be; parts have no field in common.

    Args:
        conditions: those that are joined in it.
        ways: in which they can be right.
        left: those of them that the ways do not tell for sure.
    """

    conditions: tuple[Condition, ...]
    ways: tuple[Disjunct, ...]
    left: tuple[Condition, ...]


def parts_of(condition: Condition, literals: Literals, budget: Budget, *, may_drop: bool) -> list[Part]:
    """The condition as parts that can be told apart each by itself.

    Args:
        condition: any.
        literals: what can be said of a condition on one attribute.
        budget: of steps.
        may_drop: whether a condition that is too much work is left to check.

    Raises:
        OutOfSteps: it is too much work, and nothing may be dropped.
    """
    kept: dict[int, Part] = {}
    owners: dict[str, int] = {}
    for number, one in enumerate(dict.fromkeys(_conjuncts(condition, may_drop=may_drop))):
        part = _part(one, literals, budget, may_drop=may_drop)
        while True:
            names = names_of(part.ways)
            touching = {owners[name] for name in names if name in owners}
            if not touching:
                break
            other = kept.pop(min(touching))
            for name in names_of(other.ways):
                del owners[name]
            part = _joined_parts(other, part, budget, may_drop=may_drop)
        kept[number] = part
        owners.update(dict.fromkeys(names, number))
    return list(kept.values())


def _conjuncts(condition: Condition, *, may_drop: bool) -> Iterator[Condition]:
    """Conditions of which all must be right; where some may be dropped, as many as may be."""
    if isinstance(condition, AllOf):
        for one in condition.conditions:
            yield from _conjuncts(one, may_drop=may_drop) if may_drop else (one,)
    elif may_drop and isinstance(condition, Not) and isinstance(condition.inner, AnyOf):
        for one in condition.inner.conditions:
            yield from _conjuncts(~one, may_drop=may_drop)
    else:
        yield condition


def _part(condition: Condition, literals: Literals, budget: Budget, *, may_drop: bool) -> Part:
    try:
        with budget.share(_SHARES if may_drop else 1) as steps:
            ways = ways_of(condition, literals, steps)
    except OutOfSteps:
        if not may_drop:
            raise
        ways = [UNKNOWN]
    exact = all(way.exact for way in ways)
    return Part((condition,), tuple(ways), () if exact else (condition,))


def _joined_parts(one: Part, other: Part, budget: Budget, *, may_drop: bool) -> Part:
    """Two parts as one; the one with more ways is left to check if there are too many."""
    conditions = (*one.conditions, *other.conditions)
    try:
        with budget.share(_SHARES if may_drop else 1) as steps:
            joined = product(one.ways, other.ways, MAX_WAYS, steps)
    except OutOfSteps:
        if not may_drop:
            raise
        joined = None
    if joined is None:
        kept, rest = sorted((one, other), key=lambda part: len(part.ways))
        return Part(conditions, tuple(way.inexact() for way in kept.ways), (*kept.left, *rest.conditions))
    ways, no_wider = joined
    left = (*one.left, *other.left) if no_wider else conditions
    return Part(conditions, tuple(ways), () if all(way.exact for way in ways) else left)

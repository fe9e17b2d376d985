"""The terms in which a condition can be right, as far as a pattern can tell them apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipefilter.builder.budget import Budget, OutOfSteps
from pipefilter.builder.conditions.attribute_condition import AttributeCondition
from pipefilter.builder.conditions.change import Changed
from pipefilter.builder.conditions.condition import AllOf, AnyOf, Condition, Not
from pipefilter.builder.conditions.event_name import EventNames
from pipefilter.builder.narrowing.lowering import Lowering
from pipefilter.builder.narrowing.product import product
from pipefilter.builder.narrowing.simplification import simplified
from pipefilter.builder.narrowing.term import UNKNOWN, Term, names_of

__all__ = ["MAX_TERMS", "Factor", "to_dnf", "to_factors"]

MAX_TERMS = 1000
"""As many combinations of `$or` as AWS takes in one pattern."""
_SHARES = 4
"""A condition that may be dropped takes one of so many shares of the steps that are left."""


def to_dnf(  # noqa: PLR0911 - one a kind of condition
    condition: Condition, literals: Lowering, budget: Budget, *, wanted: bool = True
) -> list[Term]:
    """The terms in which a condition is right, or wrong: a record for which it is so is right for one of them.

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
        return to_dnf(meaning.inner, literals, budget, wanted=not wanted)
    if isinstance(meaning, AllOf | AnyOf):
        each = [to_dnf(one, literals, budget, wanted=wanted) for one in meaning.conditions]
        if isinstance(meaning, AllOf) is wanted:
            return _all(each, budget)
        return simplified((term for terms in each for term in terms), budget)
    budget.spend(literals.step_count(meaning))
    if isinstance(meaning, EventNames):
        return literals.event(meaning, wanted=wanted)
    if isinstance(meaning, Changed):
        return literals.changed(meaning, wanted=wanted)
    if isinstance(meaning, AttributeCondition):
        return literals.attribute(meaning, wanted=wanted)
    if meaning is not condition:
        return to_dnf(meaning, literals, budget, wanted=wanted)
    return [UNKNOWN]


def _all(each: list[list[Term]], budget: Budget) -> list[Term]:
    """All of several conditions; one that makes too many terms is left to check."""
    found = [Term({})]
    for terms in sorted(each, key=len):
        joined = product(found, terms, MAX_TERMS, budget, simplified_ours=True)
        found = [one.inexact() for one in found] if joined is None else joined[0]
    return found


@dataclass(frozen=True, slots=True)
class Factor:
    """Conditions of which all must be right, and the terms in which they can be; parts have no field in common.

    Args:
        conditions: those that are joined in it.
        terms: in which they can be right.
        left: those of them that the terms do not tell for sure.
    """

    conditions: tuple[Condition, ...]
    terms: tuple[Term, ...]
    left: tuple[Condition, ...]


def to_factors(condition: Condition, literals: Lowering, budget: Budget, *, may_drop: bool) -> list[Factor]:
    """The condition as parts that can be told apart each by itself.

    Args:
        condition: any.
        literals: what can be said of a condition on one attribute.
        budget: of steps.
        may_drop: whether a condition that is too much work is left to check.

    Raises:
        OutOfSteps: it is too much work, and nothing may be dropped.
    """
    kept: dict[int, Factor] = {}
    owners: dict[str, int] = {}
    for number, one in enumerate(dict.fromkeys(_conjuncts(condition, may_drop=may_drop))):
        part = _part(one, literals, budget, may_drop=may_drop)
        while True:
            names = names_of(part.terms)
            touching = {owners[name] for name in names if name in owners}
            if not touching:
                break
            other = kept.pop(min(touching))
            for name in names_of(other.terms):
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


def _part(condition: Condition, literals: Lowering, budget: Budget, *, may_drop: bool) -> Factor:
    try:
        with budget.share(_SHARES if may_drop else 1) as steps:
            terms = to_dnf(condition, literals, steps)
    except OutOfSteps:
        if not may_drop:
            raise
        terms = [UNKNOWN]
    exact = all(term.exact for term in terms)
    return Factor((condition,), tuple(terms), () if exact else (condition,))


def _joined_parts(one: Factor, other: Factor, budget: Budget, *, may_drop: bool) -> Factor:
    """Two parts as one; the one with more terms is left to check if there are too many."""
    conditions = (*one.conditions, *other.conditions)
    try:
        with budget.share(_SHARES if may_drop else 1) as steps:
            joined = product(one.terms, other.terms, MAX_TERMS, steps)
    except OutOfSteps:
        if not may_drop:
            raise
        joined = None
    if joined is None:
        kept, rest = sorted((one, other), key=lambda part: len(part.terms))
        return Factor(conditions, tuple(term.inexact() for term in kept.terms), (*kept.left, *rest.conditions))
    terms, no_wider = joined
    left = (*one.left, *other.left) if no_wider else conditions
    return Factor(conditions, tuple(terms), () if all(term.exact for term in terms) else left)

"""The disjunctive normal form of a condition, as far as patterns can express it: terms of which at least one must match."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.builder.budget import Budget, OutOfSteps
from pipefilter.builder.conditions.attribute_condition import AttributeCondition
from pipefilter.builder.conditions.change import Changed
from pipefilter.builder.conditions.condition import AllOf, AnyOf, Condition, Not
from pipefilter.builder.conditions.event_name import EventNames
from pipefilter.builder.narrowing.lowering import Lowering
from pipefilter.builder.narrowing.product import product
from pipefilter.builder.narrowing.simplification import simplify
from pipefilter.builder.narrowing.term import ANYTHING, UNKNOWN, Term, names_of
from pipefilter.dataclass import dataclass

__all__ = ["MAX_TERMS", "Factor", "to_dnf", "to_factors"]

MAX_TERMS = 1000
"""As many combinations of `$or` as AWS accepts in one pattern."""
_SHARES = 4
"""The number of shares into which the remaining steps are divided; a condition that may be dropped gets one share."""


def to_dnf(  # noqa: PLR0911 - one a kind of condition
    condition: Condition, lowering: Lowering, budget: Budget, *, positive: bool = True
) -> list[Term]:
    """The terms of a condition, or of its negation: each record that meets it matches one of them.

    Raises:
        OutOfSteps: it is too much work.
    """
    meaning = condition.meaning
    if isinstance(meaning, Not):
        return to_dnf(meaning.inner, lowering, budget, positive=not positive)
    if isinstance(meaning, AllOf | AnyOf):
        dnfs = [to_dnf(inner, lowering, budget, positive=positive) for inner in meaning.conditions]
        if isinstance(meaning, AllOf) is positive:
            return _conjunction(dnfs, budget)
        return simplify((term for terms in dnfs for term in terms), budget)
    budget.spend(lowering.step_count(meaning))
    if isinstance(meaning, EventNames):
        return lowering.event(meaning, positive=positive)
    if isinstance(meaning, Changed):
        return lowering.changed(meaning, positive=positive)
    if isinstance(meaning, AttributeCondition):
        return lowering.attribute(meaning, positive=positive)
    if meaning is not condition:
        return to_dnf(meaning, lowering, budget, positive=positive)
    return [UNKNOWN]


def _conjunction(dnfs: list[list[Term]], budget: Budget) -> list[Term]:
    """The terms of all conditions together; a condition that makes too many terms is left to check."""
    conjunction = [ANYTHING]
    for terms in sorted(dnfs, key=len):
        result = product(conjunction, terms, MAX_TERMS, budget, simplified_ours=True)
        conjunction = [term.inexact() for term in conjunction] if result is None else result[0]
    return conjunction


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a conjunction: conditions that must all hold, and their terms. Factors have no field in common.

    Args:
        left: those of the conditions that are left to check, because the terms are not exact for them.
    """

    conditions: tuple[Condition, ...]
    terms: tuple[Term, ...]
    left: tuple[Condition, ...]


def to_factors(condition: Condition, lowering: Lowering, budget: Budget, *, may_drop: bool) -> list[Factor]:
    """A condition as factors that do not depend on each other.

    Args:
        may_drop: whether a condition that is too much work is left to check.

    Raises:
        OutOfSteps: it is too much work, and nothing may be dropped.
    """
    factors: dict[int, Factor] = {}
    owners: dict[str, int] = {}
    for number, conjunct in enumerate(dict.fromkeys(_conjuncts(condition, may_drop=may_drop))):
        factor = _factor(conjunct, lowering, budget, may_drop=may_drop)
        while True:
            names = names_of(factor.terms)
            dependent = {owners[name] for name in names if name in owners}
            if not dependent:
                break
            other = factors.pop(min(dependent))
            for name in names_of(other.terms):
                del owners[name]
            factor = _multiply(other, factor, budget, may_drop=may_drop)
        factors[number] = factor
        owners.update(dict.fromkeys(names, number))
    return list(factors.values())


def _conjuncts(condition: Condition, *, may_drop: bool) -> Iterator[Condition]:
    """Conditions that must all hold; as many as possible where some may be dropped."""
    if isinstance(condition, AllOf):
        for inner in condition.conditions:
            yield from _conjuncts(inner, may_drop=may_drop) if may_drop else (inner,)
    elif may_drop and isinstance(condition, Not) and isinstance(condition.inner, AnyOf):
        for inner in condition.inner.conditions:
            yield from _conjuncts(~inner, may_drop=may_drop)
    else:
        yield condition


def _factor(condition: Condition, lowering: Lowering, budget: Budget, *, may_drop: bool) -> Factor:
    try:
        with budget.share(_SHARES if may_drop else 1) as steps:
            terms = to_dnf(condition, lowering, steps)
    except OutOfSteps:
        if not may_drop:
            raise
        terms = [UNKNOWN]
    exact = all(term.exact for term in terms)
    return Factor((condition,), tuple(terms), () if exact else (condition,))


def _multiply(first: Factor, second: Factor, budget: Budget, *, may_drop: bool) -> Factor:
    """Two factors as one; the one with more terms is left to check if there are too many."""
    conditions = (*first.conditions, *second.conditions)
    try:
        with budget.share(_SHARES if may_drop else 1) as steps:
            result = product(first.terms, second.terms, MAX_TERMS, steps)
    except OutOfSteps:
        if not may_drop:
            raise
        result = None
    if result is None:
        kept, dropped = sorted((first, second), key=lambda factor: len(factor.terms))
        terms = tuple(term.inexact() for term in kept.terms)
        return Factor(conditions, terms, (*kept.left, *dropped.conditions))
    product_terms, no_wider = result
    left = (*first.left, *second.left) if no_wider else conditions
    return Factor(conditions, tuple(product_terms), () if all(term.exact for term in product_terms) else left)

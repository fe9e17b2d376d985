"""The product of two normal forms: the terms that match where both conditions hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from pipefilter.builder.budget import Budget
from pipefilter.builder.narrowing.alternatives import Alternatives, intersect
from pipefilter.builder.narrowing.simplification import simplify
from pipefilter.builder.narrowing.term import Term, names_of

__all__ = ["product"]

_Intersections: TypeAlias = "dict[tuple[int, int], tuple[Alternatives, bool]]"
"""Intersections by the identities of their operands: the same pairs come over and over."""


def _intersect_terms(
    first: Term, second: Term, intersections: _Intersections, budget: Budget
) -> tuple[Term | None, bool]:
    """The intersection of two terms, None if it is empty; and whether it matches no more than both terms do."""
    budget.spend(2 + len(first.fields) // 8 + len(second.fields))
    fields = dict(first.fields)
    exact = True
    for path, (field, theirs) in second.fields.items():
        if path in fields:
            known, ours = fields[path]
            if not field.is_single or known.steps != field.steps:
                exact &= ours == theirs  # two elements may match, one for each: a pattern has room for one only
                continue
            pair = id(ours), id(theirs)
            if pair not in intersections:
                intersections[pair] = intersect(ours, theirs, budget)
            both, is_exact = intersections[pair]
            exact &= is_exact
            if not both:
                return None, True
            fields[path] = known, both
        elif field.list_root and any(field.list_root == known.list_root for known, _ in fields.values()):
            exact = False  # a pattern requires all fields of a list in one element
        else:
            fields[path] = field, theirs
    return Term(fields, first.exact and second.exact and exact), exact


def product(
    ours: Iterable[Term], theirs: Iterable[Term], limit: int, budget: Budget, *, simplified_ours: bool = False
) -> tuple[list[Term], bool] | None:
    """The terms for records that meet two conditions.

    Returns:
        The terms, and whether none of them is wider than what it is a product of; None if there are too many.

    Raises:
        OutOfSteps: it is too much work.
    """
    first, second = list(ours), list(theirs)
    if (
        _are_independent(first, second)
        and (simplified_ours or _is_simplified(first, budget))
        and _is_simplified(second, budget)
    ):
        return _product_of_independent(first, second, limit, budget)
    terms: list[Term] = []
    exact = True
    intersections: _Intersections = {}
    for our in first:
        for their in second:
            both, is_exact = _intersect_terms(our, their, intersections, budget)
            exact &= is_exact
            if both is not None:
                terms.append(both)
            if len(terms) > limit:
                terms = simplify(terms, budget)
                if len(terms) > limit:
                    return None
    return simplify(terms, budget), exact


def _are_independent(first: list[Term], second: list[Term]) -> bool:
    """Whether the two have no field in common, nor fields of one list."""
    return names_of(first).isdisjoint(names_of(second)) and not any(term.roots for term in second)


def _is_simplified(terms: list[Term], budget: Budget) -> bool:
    return len(terms) < 2 or len(simplify(terms, budget)) == len(terms)


def _product_of_independent(
    first: list[Term], second: list[Term], limit: int, budget: Budget
) -> tuple[list[Term], bool] | None:
    """The product where no field is in both: as many terms as there are pairs, of which no two can be merged."""
    if len(first) * len(second) > limit:
        return None
    terms = []
    for our in first:
        for their in second:
            budget.spend(1 + (len(our.fields) + len(their.fields)) // 8)
            terms.append(Term({**our.fields, **their.fields}, our.exact and their.exact))
    return terms, True

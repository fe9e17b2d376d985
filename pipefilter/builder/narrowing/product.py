"""The terms in which two conditions are both right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from pipefilter.builder.budget import Budget
from pipefilter.builder.narrowing.alternatives import Alternatives, intersect
from pipefilter.builder.narrowing.simplification import simplified
from pipefilter.builder.narrowing.term import Term, names_of

__all__ = ["product"]

_Met: TypeAlias = "dict[tuple[int, int], tuple[Alternatives, bool]]"
"""Alternatives that met before, by their identities: the same ones meet over and over."""


def _both(one: Term, other: Term, met: _Met, budget: Budget) -> tuple[Term | None, bool]:
    """What is right for both, if anything, and whether that is no more than it should be."""
    budget.spend(2 + len(one.fields) // 8 + len(other.fields))
    fields = dict(one.fields)
    exact = True
    for path, (field, given) in other.fields.items():
        if path in fields:
            known, ours = fields[path]
            if not field.is_single or known.steps != field.steps:
                exact &= ours == given  # two elements may be right, one for each: only one can be asked for
                continue
            pair = id(ours), id(given)
            if pair not in met:
                met[pair] = intersect(ours, given, budget)
            both, is_exact = met[pair]
            exact &= is_exact
            if not both:
                return None, True
            fields[path] = known, both
        elif field.list_root and any(field.list_root == known.list_root for known, _ in fields.values()):
            exact = False  # a pattern wants all fields of a list in one element
        else:
            fields[path] = field, given
    return Term(fields, one.exact and other.exact and exact), exact


def product(
    ours: Iterable[Term],
    theirs: Iterable[Term],
    limit: int,
    budget: Budget,
    *,
    simplified_ours: bool = False,
) -> tuple[list[Term], bool] | None:
    """The terms in which two conditions are both right.

    Args:
        ours: of one.
        theirs: of the other.
        limit: how many there may be.
        budget: of steps.
        simplified_ours: whether it is known that no two of ours can be joined.

    Returns:
        The terms, and whether none of them is wider for being joined; None if there are too many.

    Raises:
        OutOfSteps: it is too much work.
    """
    first, second = list(ours), list(theirs)
    if (
        _are_strangers(first, second)
        and (simplified_ours or _is_simple(first, budget))
        and _is_simple(second, budget)
    ):
        return _product_of_strangers(first, second, limit, budget)
    found: list[Term] = []
    exact = True
    met: _Met = {}
    for one in first:
        for other in second:
            both, is_exact = _both(one, other, met, budget)
            exact &= is_exact
            if both is not None:
                found.append(both)
            if len(found) > limit:
                found = simplified(found, budget)
                if len(found) > limit:
                    return None
    return simplified(found, budget), exact


def _are_strangers(first: list[Term], second: list[Term]) -> bool:
    """Whether no field of one can meet one of the other, nor two of one list each other."""
    return names_of(first).isdisjoint(names_of(second)) and not any(one.roots for one in second)


def _is_simple(terms: list[Term], budget: Budget) -> bool:
    return len(terms) < 2 or len(simplified(terms, budget)) == len(terms)  # noqa: PLR2004


def _product_of_strangers(
    first: list[Term], second: list[Term], limit: int, budget: Budget
) -> tuple[list[Term], bool] | None:
    """The product where no field is in both: as many as there are pairs, of which no two can be joined."""
    if len(first) * len(second) > limit:
        return None
    found = []
    for one in first:
        for other in second:
            budget.spend(1 + (len(one.fields) + len(other.fields)) // 8)
            found.append(Term({**one.fields, **other.fields}, one.exact and other.exact))
    return found, True

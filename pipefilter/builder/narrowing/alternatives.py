"""The alternatives of one field, met with and joined to others.

A list of alternatives stands for what a record's value, or its absence, may be. What results is never less than what
is wanted; whether it may be more is told.
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

__all__ = ["ABSENT", "PRESENT", "Alternatives", "is_anything", "joined_to", "met_with", "none_of"]

Alternatives: TypeAlias = tuple[Operator, ...]

PRESENT = Exists(present=True)
ABSENT = Exists(present=False)


def is_anything(alternatives: Alternatives) -> bool:
    """Whether they exclude nothing."""
    return PRESENT in alternatives and ABSENT in alternatives


def none_of(texts: Iterable[str]) -> Operator:
    """There is a value, which is none of these texts."""
    excluded = tuple(dict.fromkeys(texts))
    return AnythingBut(excluded) if excluded else PRESENT


def met_with(ours: Alternatives, theirs: Alternatives, budget: Budget) -> tuple[Alternatives, bool]:
    """What a value may be that is right for both; none if there is no such value.

    Args:
        ours: of a field with one value at most.
        theirs: of the same field.
        budget: of steps.

    Returns:
        The alternatives, and whether they are no more than both have in common.

    Raises:
        OutOfSteps: there are too many of them.
    """
    common = {one for one in theirs if _is_plain(one)}
    rest = [one for one in theirs if one not in common]
    wide = sum(not _is_plain(one) for one in ours)
    budget.spend(len(ours) * (1 + len(rest)) + len(theirs) * (1 + wide) + _excluded_count(*ours, *theirs))
    found: dict[Operator, None] = {}
    exact = True
    for one in ours:
        if one in common:
            found[one] = None
            continue
        for other in rest if _is_plain(one) else theirs:
            both, is_exact = _met(one, other)
            exact &= is_exact
            if both is not None:
                found[both] = None
    return _tidy(found, budget), exact


def _is_plain(operator: Operator) -> bool:
    """Whether it takes one value alone, and so none that another such operator takes."""
    return isinstance(operator, Exact) and not operator.is_address


def _excluded_count(*operators: Operator) -> int:
    return sum(len(one.excluded) for one in operators if isinstance(one, AnythingBut))


def joined_to(ours: Alternatives, theirs: Alternatives, budget: Budget) -> Alternatives:
    """What a value may be that is right for one of them.

    Args:
        ours: of a field.
        theirs: of the same field.
        budget: of steps.

    Raises:
        OutOfSteps: there are too many of them.
    """
    budget.spend(len(ours) + len(theirs))
    return _tidy(dict.fromkeys((*ours, *theirs)), budget)


def _met(one: Operator, other: Operator) -> tuple[Operator | None, bool]:  # noqa: PLR0911 - one line a pair of kinds
    if one == other:
        return one, True
    if isinstance(one, Exists) or isinstance(other, Exists):
        if ABSENT in (one, other):
            return None, True
        return (other if one == PRESENT else one), True
    if isinstance(one, Exact) or isinstance(other, Exact):
        lone, rest = (one, other) if isinstance(one, Exact) else (other, one)
        assert isinstance(lone, Exact)  # noqa: S101 - one of them is
        return (lone if rest.holds(as_comparable(lone.value, numeric=False)) else None), True
    texts = _excluded(one), _excluded(other)
    if texts[0] is not None and texts[1] is not None:
        return none_of((*texts[0], *texts[1])), True
    if texts[0] is not None or texts[1] is not None:
        rest = other if texts[0] is not None else one
        excluded = texts[0] or texts[1] or ()
        return rest, not any(rest.holds(as_comparable(text, numeric=False)) for text in excluded)
    nested = _nested(one, other)
    return nested if nested is not None else (one, False)


def _nested(one: Operator, other: Operator) -> tuple[Operator | None, bool] | None:
    """Of two prefixes, or suffixes, the longer one."""
    if type(one) is not type(other) or not isinstance(one, Affix) or not isinstance(other, Affix):
        return None
    texts = one.operand(), other.operand()
    if not isinstance(texts[0], str) or not isinstance(texts[1], str):
        return None
    begins = isinstance(one, Prefix)
    for longer, shorter, operator in ((texts[0], texts[1], one), (texts[1], texts[0], other)):
        if longer.startswith(shorter) if begins else longer.endswith(shorter):
            return operator, True
    return None, True


def _excluded(operator: Operator) -> tuple[str, ...] | None:
    """The texts that an `anything-but` excludes; None if it is another operator, or excludes something else."""
    if not isinstance(operator, AnythingBut):
        return None
    texts = tuple(one for one in operator.excluded if isinstance(one, str))
    return texts if len(texts) == len(operator.excluded) else None


def _tidy(found: dict[Operator, None], budget: Budget) -> Alternatives:
    """Without those that others of them take."""
    if PRESENT in found:
        return tuple(one for one in (PRESENT, ABSENT) if one in found)
    excluding = [texts for one in found if (texts := _excluded(one)) is not None]
    wide = [one for one in found if not isinstance(one, Exact | Exists)]
    if excluding:
        exact = {one.value for one in found if isinstance(one, Exact)}
        rest = [one for one in wide if _excluded(one) is None]
        budget.spend(sum(map(len, excluding)) + len(excluding[0]) * len(rest))
        common = set(excluding[0]).intersection(*excluding[1:])
        kept = [
            text
            for text in excluding[0]
            if text in common
            and text not in exact
            and not any(one.holds(as_comparable(text, numeric=False)) for one in rest)
        ]
        return (none_of(kept), *((ABSENT,) if ABSENT in found else ()))
    budget.spend(len(found) * len(wide))
    return tuple(
        one
        for one in found
        if not isinstance(one, Exact)
        or not any(other.holds(as_comparable(one.value, numeric=False)) for other in wide)
    )

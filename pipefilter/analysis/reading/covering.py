"""Detects that one pattern matches every event that another one matches."""

from __future__ import annotations

from functools import lru_cache

from pipefilter.language.branches import Branch, branch_count, branches_of
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.matching.event_values import looks_into_empty_names
from pipefilter.matching.field_predicate import FieldPredicate

__all__ = ["covers"]

_MAX_BRANCHES = 50
"""Patterns with more are not compared: the work grows quadratically."""


def covers(wide: EventPattern, narrow: EventPattern) -> bool:
    """Whether `wide` certainly matches every event that `narrow` matches; False means that it is not certain.

    It does if each branch of `narrow` has all fields of some branch of `wide`, with no additional alternatives.
    """
    wide_branches, narrow_branches = _few_branches(wide), _few_branches(narrow)
    if wide_branches is None or narrow_branches is None:
        return False
    if _looks_into_empty_names(wide_branches) is not _looks_into_empty_names(narrow_branches):
        return False  # they do not see the same values of an event
    return all(any(_branch_covers(wider, narrower) for wider in wide_branches) for narrower in narrow_branches)


def _few_branches(pattern: EventPattern) -> tuple[Branch, ...] | None:
    """The branches of a pattern; None if there are too many."""
    # counted before the cache compares it with others: patterns of so few branches are not nested deep
    if branch_count(pattern.members) > _MAX_BRANCHES:
        return None
    return _known_branches(pattern)


_known_branches = lru_cache(maxsize=128)(branches_of)


def _looks_into_empty_names(branches: tuple[Branch, ...]) -> bool:
    return looks_into_empty_names(path for branch in branches for path in branch.fields)


def _branch_covers(wide: Branch, narrow: Branch) -> bool:
    if not all(
        path in narrow.fields and _field_covers(field, narrow.fields[path])
        for path, field in wide.fields.items()
    ):
        return False
    # a field that only `narrow` has may choose the element of an array in which another field is absent
    choosing: set[str] = set()
    for path, field in narrow.fields.items():
        root = path.partition(".")[0]
        if path not in wide.fields:
            choosing.add(root)
        elif root in choosing and FieldPredicate(field.alternatives).matches_absence:
            return False
    return True


def _field_covers(wide: Field, narrow: Field) -> bool:
    """Whether `wide` has all alternatives of `narrow`, and both compare numbers in the same way."""
    if not set(wide.alternatives) >= set(narrow.alternatives):
        return False
    return FieldPredicate(wide.alternatives).numeric == FieldPredicate(narrow.alternatives).numeric

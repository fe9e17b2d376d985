"""Whether one pattern takes all that another takes."""

from __future__ import annotations

from functools import lru_cache

from pipefilter.language.branches import Branch, branch_count, branches_of
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.matching.field_test import FieldTest

__all__ = ["covers"]

_MOST_BRANCHES = 50
"""Patterns with more are not looked at: each branch is put to each other."""


def covers(wide: EventPattern, narrow: EventPattern) -> bool:
    """Whether `wide` certainly takes every event that `narrow` takes.

    It does if each branch of `narrow` has all fields of a branch of `wide`, and in them no other alternatives. More
    than that is not looked for: False says nothing.

    Args:
        wide: any pattern.
        narrow: any pattern.
    """
    wide_branches, narrow_branches = _few_branches(wide), _few_branches(narrow)
    if wide_branches is None or narrow_branches is None:
        return False
    return all(any(_branch_covers(one, other) for one in wide_branches) for other in narrow_branches)


@lru_cache(maxsize=128)
def _few_branches(pattern: EventPattern) -> tuple[Branch, ...] | None:
    """The branches of a pattern, which is compared with many others; None if there are too many."""
    if branch_count(pattern.members) > _MOST_BRANCHES:
        return None
    return branches_of(pattern)


def _branch_covers(wide: Branch, narrow: Branch) -> bool:
    return all(
        path in narrow.fields and _field_covers(field, narrow.fields[path])
        for path, field in wide.fields.items()
    )


def _field_covers(wide: Field, narrow: Field) -> bool:
    """Whether all alternatives of one are the other's too, and both compare numbers in the same way."""
    if not set(wide.alternatives) >= set(narrow.alternatives):
        return False
    return FieldTest(wide.alternatives).numeric == FieldTest(narrow.alternatives).numeric

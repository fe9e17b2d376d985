"""Whether one pattern takes all that another takes."""

from __future__ import annotations

from pipefilter.language.branches import Branch, branches_of
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
    wide_branches, narrow_branches = branches_of(wide), branches_of(narrow)
    if max(len(wide_branches), len(narrow_branches)) > _MOST_BRANCHES:
        return False
    return all(any(_branch_covers(one, other) for one in wide_branches) for other in narrow_branches)


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

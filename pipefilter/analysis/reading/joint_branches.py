"""Finds exclusions that are undone because two sets of conditions are joined by OR: choices of `$or`, or filters."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from pipefilter.analysis.reading.joint_exclusion import JointExclusion, joint_exclusion
from pipefilter.language.branches import Branch
from pipefilter.language.event_pattern import Field
from pipefilter.language.operators.anything_but import AnythingBut

__all__ = ["MAX_BRANCHES", "undone_exclusion"]

MAX_BRANCHES = 20
"""More are not compared: the work grows quadratically."""


def undone_exclusion(branches: Iterable[Branch]) -> tuple[Field, JointExclusion] | None:
    """The field of the first pair that differs only in what it excludes, and what both of the pair exclude; None if there is none."""
    for first, second in combinations(branches, 2):
        different = [path for path in second.fields if first.fields.get(path) != second.fields[path]]
        if len(different) != 1 or first.fields.keys() != second.fields.keys():
            continue
        field, other = second.fields[different[0]], first.fields[different[0]]
        if not all(_excludes(each) for each in (field, other)):
            continue
        both = joint_exclusion(Field(field.steps, (*other.alternatives, *field.alternatives)))
        if both is not None and len(both.exclusions) > 1 and (both.remaining == () or both.is_smaller):
            return field, both
    return None


def _excludes(field: Field) -> bool:
    return any(isinstance(operator, AnythingBut) for operator in field.alternatives)

"""Determines whether a field must exist: `[{"exists": true}, {"exists": false}]` excludes nothing."""

from __future__ import annotations

from collections import Counter

from pipefilter.language.event_pattern import Field
from pipefilter.language.operators.exists import Exists

__all__ = ["DATA_NAMES", "existence", "has_no_effect"]

DATA_NAMES = frozenset(("body", "data", "value", "key"))
"""Members of a record that contain its data: a condition below one also requires JSON data."""


def existence(field: Field) -> set[bool]:
    """The operands of the field's `exists`."""
    return {operator.present for operator in field.alternatives if isinstance(operator, Exists)}


def has_no_effect(field: Field, roots: Counter[str]) -> bool:
    """Whether a field excludes no event: it may exist or not, and nothing else depends on it.

    In an array with other fields, `exists` true selects an element and false does not: that has an effect.

    Args:
        roots: how many fields there are by the first step of their paths.
    """
    root = field.steps[0]
    return existence(field) == {True, False} and roots[root] == 1 and root not in DATA_NAMES

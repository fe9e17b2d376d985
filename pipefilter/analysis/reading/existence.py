"""Determines whether a field must exist: `[{"exists": true}, {"exists": false}]` excludes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pipefilter.language.event_pattern import Field
from pipefilter.language.operators.exists import Exists

__all__ = ["DATA_NAMES", "data_kinds", "existence", "has_no_effect", "root_of"]

DATA_NAMES = frozenset(("body", "data", "value", "key"))
"""Members of a record that contain its data: a condition below one also requires JSON data."""


def data_kinds(fields: Iterable[Field]) -> frozenset[tuple[str, bool]]:
    """The members of a record with data on which there are conditions, and whether the data must be JSON for them.

    A record looks the same to two patterns that have this in common.
    """
    roots = ((root_of(field), field.path) for field in fields)
    return frozenset((root, path != root) for root, path in roots if root in DATA_NAMES)


def root_of(field: Field) -> str:
    """The first name of the field's path; `"a.b"` is the path of `b` in `a`, too."""
    return field.path.partition(".")[0]


def existence(field: Field) -> set[bool]:
    """The operands of the field's `exists`."""
    return {operator.present for operator in field.alternatives if isinstance(operator, Exists)}


def has_no_effect(field: Field, roots: Counter[str]) -> bool:
    """Whether a field excludes no event: it may exist or not, and nothing else depends on it.

    In an array with other fields, `exists` true selects an element and false does not: that has an effect.

    Args:
        roots: how many fields there are by the first name of their paths.
    """
    root = root_of(field)
    return existence(field) == {True, False} and roots[root] == 1 and root not in DATA_NAMES

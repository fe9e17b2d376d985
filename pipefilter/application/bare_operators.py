"""Detects patterns whose operators are not in lists, as beginners write them: `{"detail": {"a": {"exists": true}}}`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.application.faulty_pattern import COMMON_WORDS, DISTINCT_NAMES
from pipefilter.json_text.tree import Json

__all__ = ["has_bare_operators"]

_NAMES = DISTINCT_NAMES | {"account", "id", "region", "resources", "source", "time", "version"}
_OBJECTS = frozenset(("detail", "dynamodb", "messageAttributes"))
"""Members of events that are objects: an operator is never directly in them."""
_COMPARISONS = frozenset(("<", "<=", "=", ">", ">="))


def has_bare_operators(tree: tuple[tuple[str, Json], ...]) -> bool:
    """Whether an object with only names of events has operators below names, each the only member of an object.

    Operators whose names are common words do not count: settings have them below `region` or `detail`, too. `exists` counts
    only if all values in an event's payload are operators, or lists.
    """
    if not _NAMES.issuperset(name for name, _ in tree):
        return False
    marks: set[str] = set()
    has_values = False
    for root, value in tree:
        for keyword in _keywords_of_leaves(root, value):
            has_values |= not keyword
            if keyword not in COMMON_WORDS or (keyword == "exists" and root in DISTINCT_NAMES):
                marks.add(keyword)
    return bool(marks - {"", "exists"}) or ("exists" in marks and not has_values)


def _keywords_of_leaves(root: str, tree: Json) -> Iterator[str]:
    """For each value that is not an object, the operator that it is the operand of; "" for none; lists are left out."""
    level: list[tuple[Json, bool]] = [(tree, root not in _OBJECTS)]
    while level:
        value, may_be_operator = level.pop()
        if not isinstance(value, tuple):
            if not isinstance(value, list):
                yield ""
        elif may_be_operator and len(value) == 1 and _is_operator(*value[0]):
            yield value[0][0]
        else:
            level += [(below, True) for _, below in value]


def _is_operator(name: str, operand: Json) -> bool:
    """Whether it is an operator with an operand that is valid, or nearly so."""
    match name:
        case "exists":
            return isinstance(operand, bool)
        case "numeric":
            return isinstance(operand, list) and any(
                isinstance(each, str) and each in _COMPARISONS for each in operand
            )
        case "cidr":
            return isinstance(operand, str) and "/" in operand
        case "anything-but" | "equals-ignore-case":
            return not isinstance(operand, tuple)
        case "prefix" | "suffix" | "wildcard":
            return isinstance(operand, str)
    return False

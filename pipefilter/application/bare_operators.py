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

    Operators whose names are common words count only if everything else is an operator, or a list: events have other
    values too.
    """
    if not _NAMES.issuperset(name for name, _ in tree):
        return False
    keywords: set[str] = set()
    has_values = False
    for keyword in _keywords_of_leaves(tree):
        if keyword:
            keywords.add(keyword)
        else:
            has_values = True
    return bool(keywords if not has_values else keywords - COMMON_WORDS)


def _keywords_of_leaves(tree: tuple[tuple[str, Json], ...]) -> Iterator[str]:
    """For each value that is not an object, the operator that it is the operand of; "" for none; lists are left out."""
    level: list[tuple[str, Json, bool]] = [(name, value, name not in _OBJECTS) for name, value in tree]
    while level:
        _, value, may_be_operator = level.pop()
        if not isinstance(value, tuple):
            if not isinstance(value, list):
                yield ""
        elif may_be_operator and len(value) == 1 and _is_operator(*value[0]):
            yield value[0][0]
        else:
            level += [(name, below, True) for name, below in value]


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

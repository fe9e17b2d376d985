"""Whether a path leads to a member that a known object does not have, so that an expression with it fails."""

from __future__ import annotations

from collections.abc import Callable

from pipefilter.templates.nodes.node import Mapping, Node, Scalar, Text

__all__ = ["is_missing"]


def is_missing(words: list[str], value_at: Callable[[list[str]], Node | None]) -> bool:
    """Whether a value certainly has nothing at a path.

    Args:
        value_at: the value at the start of the path; None if it is not known.
    """
    for at, word in enumerate(words):
        value = value_at(words[:at])
        if isinstance(value, Mapping) and all(type(name) is Text for name, _ in value.members):
            if value.get(word) is None:
                return True
        elif isinstance(value, Scalar) and value.value is None:
            return True
    return False

"""What a field of an event holds, in words: "a string", "an array of strings", "an object"."""

from __future__ import annotations

from pipefilter.enumeration import enumeration
from pipefilter.events.shape import KINDS, Kind, Shape

__all__ = ["in_words", "kinds_in_words"]

_WITH_ARTICLE = {"string": "a string", "number": "a number", "boolean": "a boolean", "null": "null"}
_PLURAL = {"string": "strings", "number": "numbers", "boolean": "booleans", "null": "null"}


def kinds_in_words(kinds: frozenset[Kind]) -> list[str]:
    """Kinds of values with their articles, in the usual order."""
    return [_WITH_ARTICLE[kind] for kind in KINDS if kind in kinds]


def in_words(shape: Shape) -> str:
    """What a field holds, as it follows "is"."""
    kinds = [kind for kind in KINDS if kind in shape.kinds]
    if not kinds:
        return "an array of objects" if shape.is_array else "an object"
    if shape.is_array:
        return f"an array of {enumeration([_PLURAL[kind] for kind in kinds], 'and')}"
    return enumeration(kinds_in_words(shape.kinds), "or")

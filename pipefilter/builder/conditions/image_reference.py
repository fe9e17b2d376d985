"""References of an extended pattern to an attribute in the other image: `<$.OldImage.status.S>`, quoted or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipefilter.language.record_reference import image_path, reference_in

__all__ = [
    "bare_references",
    "first_reference",
    "has_references",
    "reference_steps",
    "strings_in",
    "with_quotes",
]

_STRING_OR_BARE = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|<\$[^<>"\\]*>', re.DOTALL)
_QUOTED = re.compile(r'"\s*\$(?:\.dynamodb)?\.(?:NewImage|OldImage|Keys)\.')
_LONE = re.compile(r"\s*(?:<[^<>]*>|\$[^<>]*)\s*")


def has_references(text: str) -> bool:
    """Whether a text has a reference, so that it is not an event pattern of AWS's.

    Args:
        text: JSON, but for references without quotes.
    """
    return "<$" in text or _QUOTED.search(text) is not None


def with_quotes(text: str) -> str:
    """The text with quotes around each reference that has none.

    Args:
        text: JSON, but for references without quotes.
    """
    return _STRING_OR_BARE.sub(lambda part: part[0] if part[0].startswith('"') else f'"{part[0]}"', text)


def bare_references(text: str) -> Iterator[int]:
    """Where each reference without quotes ends.

    Args:
        text: JSON, but for them.
    """
    return (part.end() for part in _STRING_OR_BARE.finditer(text) if part[0].startswith("<"))


def strings_in(tree: object) -> Iterator[str]:
    """The strings in a tree, in the order of the text, without the names.

    Args:
        tree: as Python's `json` reads it.
    """
    todo = [tree]
    while todo:
        value = todo.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping | list):
            todo += reversed(list(value.values()) if isinstance(value, Mapping) else value)


def reference_steps(value: object, *, alone: bool = False) -> tuple[str, ...]:
    """The names on the way to what a value refers to; empty if it is not a reference.

    Args:
        value: of an extended pattern; a reference is a string.
        alone: whether a string with other text around the reference is none.
    """
    if not isinstance(value, str) or (alone and not _LONE.fullmatch(value)):
        return ()
    steps = reference_in(value)
    return steps if "<" in value or image_path(steps) else ()


def first_reference(tree: object) -> str:
    """The first string in a tree that is a reference; "" if there is none.

    Args:
        tree: as Python's `json` reads it.
    """
    return next((string for string in strings_in(tree) if reference_steps(string)), "")

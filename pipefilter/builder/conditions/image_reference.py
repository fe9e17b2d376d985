"""References of an extended pattern to an attribute in the other image: `<$.OldImage.status.S>`, with or without quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipefilter.language.record_reference import image_path, reference_in

__all__ = ["first_reference", "has_references", "reference_steps", "strings_in"]

_QUOTED = re.compile(r'"\s*\$(?:\.dynamodb)?\.(?:NewImage|OldImage|Keys)\.')
_ONLY_REFERENCE = re.compile(r"\s*(?:<[^<>]*>|\$[^<>]*)\s*")


def has_references(text: str) -> bool:
    """Whether a text has a reference, so that it is not an event pattern in the AWS sense.

    Args:
        text: JSON in which references may be without quotes.
    """
    return "<$" in text or _QUOTED.search(text) is not None


def strings_in(tree: object) -> Iterator[str]:
    """The strings in a tree of Python's `json`, in the order of the text, without names."""
    todo = [tree]
    while todo:
        value = todo.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping | list):
            todo += reversed(list(value.values()) if isinstance(value, Mapping) else value)


def reference_steps(value: object, *, alone: bool = False) -> tuple[str, ...]:
    """The names in the path of a reference, which may have other text around it unless `alone`; empty if it is not a reference."""
    if not isinstance(value, str) or (alone and not _ONLY_REFERENCE.fullmatch(value)):
        return ()
    steps = reference_in(value)
    return steps if "<" in value or image_path(steps) else ()


def first_reference(tree: object) -> str:
    """The first string in a tree of Python's `json` that is a reference; "" if there is none."""
    return next((string for string in strings_in(tree) if reference_steps(string)), "")

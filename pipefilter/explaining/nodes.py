"""Parts of an event with their places, looked through for hints: never more than a few of an array."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.json_text.tree import Json

__all__ = ["MOST_LOOKED_AT", "Node", "ObjectNode", "objects"]

MOST_LOOKED_AT = 20

Node = tuple[Json, tuple[str | int, ...]]
"""A part of the event, and the names and indexes on the way to it."""
ObjectNode = tuple[tuple[tuple[str, Json], ...], tuple[str | int, ...]]
"""The same for an object."""


def objects(node: Node) -> Iterator[ObjectNode]:
    """The object itself, or the first objects of an array, however nested."""
    todo = [node]
    looked_at = 0
    while todo and looked_at < MOST_LOOKED_AT:
        here, where = todo.pop()
        looked_at += 1
        if isinstance(here, tuple):
            yield here, where
        elif isinstance(here, list):
            first = here[:MOST_LOOKED_AT]
            todo.extend((value, (*where, index)) for index, value in reversed([*enumerate(first)]))

"""Places in an event, as people write them: `detail.tags[1].Key`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import quoted

__all__ = ["MAX_NODES", "Node", "ObjectNode", "display_path", "objects", "place"]

MAX_NODES = 20

Node = tuple[Json, tuple[str | int, ...]]
"""A part of the event, and the names and indexes on the way to it."""
ObjectNode = tuple[tuple[tuple[str, Json], ...], tuple[str | int, ...]]
"""The same for an object."""


def objects(node: Node) -> Iterator[ObjectNode]:
    """The object itself, or the first objects of an array, however nested."""
    todo = [node]
    looked_at = 0
    while todo and looked_at < MAX_NODES:
        here, where = todo.pop()
        looked_at += 1
        if isinstance(here, tuple):
            yield here, where
        elif isinstance(here, list):
            first = here[:MAX_NODES]
            todo.extend((value, (*where, index)) for index, value in reversed([*enumerate(first)]))


_PLAIN = re.compile(r"[^\s.\[\]\"']+\Z")


def display_path(path: str) -> str:
    """A path as it is shown: in quotes if it is empty, or has something in it that cannot be printed."""
    return path if path and path.isprintable() else quoted(path)


def place(steps: Iterable[str | int]) -> str:
    """The place with these names and indexes on the way; the event itself for none."""
    shown = ""
    for step in steps:
        if isinstance(step, int):
            shown += f"[{step}]"
        elif _PLAIN.match(step) and step.isprintable():
            shown += f".{step}" if shown else step
        else:
            shown += f"[{quoted(step)}]"
    return shown or "the event"

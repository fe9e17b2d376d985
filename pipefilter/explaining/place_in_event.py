"""Places in an event, as they are printed: `detail.tags[1].Key`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import quoted

__all__ = ["MAX_NODES", "Node", "ObjectNode", "display_path", "objects", "place"]

MAX_NODES = 20

Node = tuple[Json, tuple[str | int, ...]]
"""A part of the event, and the names and indexes that lead to it."""
ObjectNode = tuple[tuple[tuple[str, Json], ...], tuple[str | int, ...]]
"""The same for an object."""


def objects(node: Node) -> Iterator[ObjectNode]:
    """The object itself, or the first objects of an array, however nested."""
    todo = [node]
    node_count = 0
    while todo and node_count < MAX_NODES:
        here, where = todo.pop()
        node_count += 1
        if isinstance(here, tuple):
            yield here, where
        elif isinstance(here, list):
            first = here[:MAX_NODES]
            todo.extend((value, (*where, index)) for index, value in reversed([*enumerate(first)]))


_PLAIN = re.compile(r"[^\s.\[\]\"']+\Z")


def display_path(path: str) -> str:
    """A path as it is printed: in quotes if it is empty or contains unprintable characters."""
    return path if path and path.isprintable() else quoted(path)


def place(steps: Iterable[str | int]) -> str:
    """The place that these names and indexes lead to; the event itself if there are none."""
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _PLAIN.match(step) and step.isprintable():
            text += f".{step}" if text else step
        else:
            text += f"[{quoted(step)}]"
    return text or "the event"

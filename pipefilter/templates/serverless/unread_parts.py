"""Finds functions and events that a variable of the Serverless Framework includes, such as `${file(functions.yml)}`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.templates.located_filters import LocatedFilter, LocatedFilters
from pipefilter.templates.nodes.node import Mapping, Node, Sequence, Text

__all__ = ["unread_parts"]

_INCLUDED = "${file("
_OBJECTS = ("eventBridge", "cloudwatchEvent")
"""Events that are always objects; in the place of others, a variable is usually an ARN."""


def unread_parts(functions: Node | None) -> Iterator[LocatedFilters]:
    """The parts of the functions that may have filters, none of which is known."""
    parts = functions.items if isinstance(functions, Sequence) else (functions,)
    for number, part in enumerate(parts, 1):
        yield from _unread(part, "functions" if part is functions else f"functions.{number}")
        for name, function in part.members if isinstance(part, Mapping) else ():
            yield from _unread(function, name.value)
            if isinstance(function, Mapping):
                yield from _unread_events(function.get("events"), name.value)


def _unread_events(events: Node | None, function: str) -> Iterator[LocatedFilters]:
    yield from _unread(events, f"{function}.events")
    for number, event in enumerate(events.items if isinstance(events, Sequence) else (), 1):
        yield from _unread(event, f"{function}.events.{number}")
        for key, settings in event.members if isinstance(event, Mapping) else ():
            if key.value in _OBJECTS:
                yield from _unread(settings, f"{function}.events.{number}.{key.value}")


def _unread(node: Node | None, name: str) -> Iterator[LocatedFilters]:
    if isinstance(node, Text) and node.value.lstrip().startswith(_INCLUDED):
        unknown = LocatedFilter(1, None, node.start, node.value.strip())
        yield LocatedFilters(name, "functions", "", "", (unknown,), is_bare_pattern=False, start=node.start)

"""Reads an event as fields: path, value, and the array elements that the value lies in.

`{"a": [{"b": 1}]}` has one field: path `a.b`, value `1`, in element 0 of the first array.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from pipefilter.dataclass import dataclass
from pipefilter.json_text.tree import Json, Scalar

__all__ = ["Element", "EventFields", "FieldValue", "Location", "UsedNames", "event_fields"]


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """An element of an array of the event.

    Args:
        within: the element of an outer array that contains the array.
        alone: whether the array has no other element, so that choosing it excludes nothing.
    """

    array: int
    index: int
    within: Element | None
    alone: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Location:
    """A location in the event: a member's name or an array index, and the location above it."""

    step: str | int
    above: Location | None

    @property
    def steps(self) -> tuple[str | int, ...]:
        """The names and indexes from the root."""
        steps: list[str | int] = []
        location: Location | None = self
        while location is not None:
            steps.append(location.step)
            location = location.above
        return tuple(reversed(steps))


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A value of a field, and its place among the arrays and in the event.

    Args:
        element: the innermost array element that contains it; a plain value that is itself an element of an array does
            not count as contained in it.
    """

    value: Scalar
    element: Element | None
    location: Location


class EventFields(dict[str, list[FieldValue]]):
    """The values of each path, in the order of the text; repeated names add values."""

    def values_of(self, path: str) -> list[FieldValue]:
        """The values of a path; empty if there is no such field."""
        return self.get(path, [])


def _pieces(path: str) -> list[str]:
    """The path split at its dots, without empty pieces at the end, as Java splits it; "" is one empty piece."""
    pieces = path.split(".")
    while len(pieces) > 1 and not pieces[-1]:
        pieces.pop()
    return pieces if path == "" or pieces != [""] else []


class UsedNames:
    """The names in a pattern's paths: AWS's engine looks into members of no other name."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._known_paths = frozenset(paths)
        self._paths = sorted(self._known_paths)
        self._longest = max(map(len, self._paths), default=0)
        self._pieces = {piece for path in self._paths for piece in _pieces(path)}
        self.uses = lru_cache(maxsize=4096)(self._uses)
        self.path_below = lru_cache(maxsize=256)(self._path_below)

    def _uses(self, name: str) -> bool:
        if name in self._pieces:
            return True
        return "." in name and all(piece in self._pieces for piece in _pieces(name))

    def _path_below(self, path: str | None, name: str) -> str | None:
        """The path of a member; None if the pattern has no field there or below, so that long paths take no memory."""
        if len(path or "") + len(name) > self._longest or not self.uses(name):
            return None
        joined = _joined(path, name)
        below = f"{joined}."
        at = bisect_left(self._paths, below)
        leads_on = at < len(self._paths) and self._paths[at].startswith(below)
        return joined if leads_on or joined in self._known_paths else None


def _joined(path: str | None, name: str) -> str:
    return name if path is None else f"{path}.{name}"


@dataclass(slots=True, eq=False, repr=False)
class _Part:
    """A part of the event, and its path."""

    node: Json
    path: str
    element: Element | None
    location: Location | None


def event_fields(tree: Json, used: UsedNames | None = None) -> EventFields:
    """The fields of an event, or those that the used names of a pattern lead to."""
    fields = EventFields()
    todo = [_Part(tree, "", None, None)]
    arrays = 0
    while todo:  # a stack instead of recursion: events come from outside
        part = todo.pop()
        below = []
        if isinstance(part.node, tuple):
            for name, value in part.node:
                above = None if part.location is None else part.path
                path = _joined(above, name) if used is None else used.path_below(above, name)
                if path is not None:
                    below.append(_Part(value, path, part.element, Location(name, part.location)))
        elif isinstance(part.node, list):
            alone = len(part.node) == 1
            for index, value in enumerate(part.node):
                nested = isinstance(value, tuple | list)
                element = Element(arrays, index, part.element, alone) if nested else part.element
                below.append(_Part(value, part.path, element, Location(index, part.location)))
            arrays += 1
        elif part.location is not None:
            field_value = FieldValue(part.node, part.element, part.location)
            fields.setdefault(part.path, []).append(field_value)
        todo.extend(reversed(below))
    return fields

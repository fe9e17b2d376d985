"""An event as fields: path, value, and the array elements that the value lies in.

`{"a": [{"b": 1}]}` has one field: path `a.b`, value `1`, in element 0 of the first array.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipefilter.json_text.tree import Json, Scalar

__all__ = ["Element", "EventFields", "FieldValue", "UsedNames", "Where", "event_fields"]


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """One element of one array of the event, and the element that this array lies in.

    Args:
        array: each array of an event has its own number.
        index: in the array.
        within: the element of an outer array in which the array lies.
        alone: whether the array has no other element: then nothing is chosen by choosing it.
    """

    array: int
    index: int
    within: Element | None
    alone: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Where:
    """A place in the event: a member name or array index, and the place above it."""

    step: str | int
    above: Where | None

    @property
    def steps(self) -> tuple[str | int, ...]:
        """From the root."""
        steps: list[str | int] = []
        here: Where | None = self
        while here is not None:
            steps.append(here.step)
            here = here.above
        return tuple(reversed(steps))


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One value of one field.

    Args:
        value: as the event has it.
        element: the innermost array element that it lies in. A plain value directly in an array does not
            count as lying in an element of it.
        where: its place in the event.
    """

    value: Scalar
    element: Element | None
    where: Where


class EventFields(dict[str, list[FieldValue]]):
    """The values of each path, in the order of the text; a repeated name adds values."""

    def values_of(self, path: str) -> list[FieldValue]:
        """The values of a path; none if there is no such field."""
        return self.get(path, [])


def _pieces(path: str) -> list[str]:
    """The path split at its dots, without empty pieces at the end, as Java splits; "" is one empty piece."""
    pieces = path.split(".")
    while len(pieces) > 1 and not pieces[-1]:
        pieces.pop()
    return pieces if path == "" or pieces != [""] else []


class UsedNames:
    """The names that a pattern's paths are made of: AWS's engine looks into no others.

    Args:
        paths: of the whole pattern.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._pieces = {piece for path in paths for piece in _pieces(path)}
        self.uses = lru_cache(maxsize=4096)(self._uses)

    def _uses(self, name: str) -> bool:
        if name in self._pieces:
            return True
        return "." in name and all(piece in self._pieces for piece in _pieces(name))


@dataclass(slots=True)
class _Here:
    """A part of the event, and how it was reached."""

    node: Json
    path: str
    element: Element | None
    where: Where | None


def event_fields(tree: Json, used: UsedNames | None = None) -> EventFields:
    """The fields of an event.

    Args:
        tree: the event; an object.
        used: the names to look into; all if None.
    """
    fields = EventFields()
    todo = [_Here(tree, "", None, None)]
    arrays = 0
    while todo:  # a stack instead of recursion: events come from outside
        here = todo.pop()
        below = []
        if isinstance(here.node, tuple):
            for name, value in here.node:
                if used is None or used.uses(name):
                    path = name if here.where is None else f"{here.path}.{name}"
                    below.append(_Here(value, path, here.element, Where(name, here.where)))
        elif isinstance(here.node, list):
            alone = len(here.node) == 1
            for index, value in enumerate(here.node):
                nested = isinstance(value, tuple | list)
                element = Element(arrays, index, here.element, alone) if nested else here.element
                below.append(_Here(value, here.path, element, Where(index, here.where)))
            arrays += 1
        elif here.where is not None:
            value_here = FieldValue(here.node, here.element, here.where)
            fields.setdefault(here.path, []).append(value_here)
        todo.extend(reversed(below))
    return fields

"""An event as fields: path, value, and the array elements that the value lies in.

`{"a": [{"b": 1}]}` has one field: path `a.b`, value `1`, in element 0 of the first array.
"""

from __future__ import annotations

from bisect import bisect_left
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
        """The path of a member; None if no field lies there or below, so that long paths take no memory.

        Args:
            path: of the object that has it; None for the event itself.
            name: of the member.
        """
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
                above = None if here.where is None else here.path
                path = _joined(above, name) if used is None else used.path_below(above, name)
                if path is not None:
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

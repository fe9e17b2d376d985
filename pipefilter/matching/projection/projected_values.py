"""Reads all values at the paths of an event that simdjson has parsed, where that is certain.

Paths that begin alike share the look-up of the object that has their last names.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar
from pipefilter.matching.projection.projected_array import exact_number
from pipefilter.matching.projection.projected_path import Node, ProjectedPath
from pipefilter.matching.rule_search import Reader, Seen, Values
from pipefilter.native_libraries.byte_search import count, find
from pipefilter.native_libraries.json_reader import Array, Object

__all__ = ["path_readers"]


class _PathValues:
    """Reads the values of one path."""

    def __init__(self, path: ProjectedPath) -> None:
        self.path = path

    def read(self, event: Object, line: bytes) -> tuple[Scalar, ...] | None:
        """The values; None if there may be others, or if they may be inside elements of an array.

        Args:
            line: without a name of the path that is written with escapes, or before a dot.
        """
        path = self.path
        for name in path.often_missing:
            if find(line, name) < 0:
                return ()
        try:
            value = path.get(event)
        except KeyError:
            path.remember_missing(event)
            return () if path.is_unique(event, line) else None
        except TypeError:  # a value on the path is not an object
            return () if path.is_unique(event, line) else None
        values = (value,) if type(value) is str else self.of_one(value, line)
        # another value would have the last name, too
        return values if count(line, path.quoted[-1]) == 1 or path.is_only(event, line) else None

    def of_one(self, value: Node, line: bytes) -> tuple[Scalar, ...] | None:
        """The values at the path if they are this one, or in it; it is not a string."""
        kind = type(value)
        if kind is Object:
            return ()
        if kind is Array:
            return _in_array(value)  # type: ignore[arg-type]  # an Array
        if kind is not int and kind is not float:
            return (value,)  # type: ignore[return-value]  # true, false or null
        number = exact_number(value, line, self.path.quoted[-1])  # type: ignore[arg-type]  # a number
        return None if number is None else (number,)


def _in_array(array: Array) -> tuple[Scalar, ...] | None:
    values: list[Scalar] = []
    for value in array:
        kind = type(value)
        if kind is Array or kind is float or (kind is int and not value):
            return None
        if kind is int:
            values.append(Number(str(value)))
        elif kind is not Object:
            values.append(value)  # type: ignore[arg-type]  # a plain value
    return tuple(values)


def path_readers(paths: Mapping[str, ProjectedPath]) -> tuple[dict[str, Reader], dict[tuple[str, ...], int]]:
    """The readers of some paths, and the places in what was read of the objects that they share, by their names."""
    parents = dict.fromkeys(path.steps[:-1] for path in paths.values() if len(path.steps) > 1)
    places = {steps: len(paths) + number for number, steps in enumerate(parents)}
    readers = {
        name: _member_reader(path, places[path.steps[:-1]]) if len(path.steps) > 1 else _root_reader(path)
        for name, path in paths.items()
    }
    return readers, places


def _root_reader(path: ProjectedPath) -> Reader:
    """The reader of a path of one name."""
    values, often_missing = _PathValues(path), path.often_missing
    key, quoted = path.keys[-1], path.quoted[-1]

    def read(event: Object, line: bytes, _seen: Seen) -> Values:
        for name in often_missing:
            if find(line, name) < 0:
                return ()
        try:
            value = event[key]  # type: ignore[index]  # simdjson accepts bytes too, which is faster
        except KeyError:
            return _simplest(values.read(event, line))
        if count(line, quoted) != 1:
            return _simplest(values.read(event, line))
        return value if type(value) is str else values.of_one(value, line)

    return read


def _member_reader(path: ProjectedPath, place: int) -> Reader:
    """The reader of a longer path; `place` is that of the object with its last name in what was read."""
    values, often_missing = _PathValues(path), path.often_missing
    *parents, key = path.keys
    quoted = path.quoted[-1]
    get = ProjectedPath(path.steps[:-1]).get
    first = parents[0] if len(parents) == 1 else b""

    def read(event: Object, line: bytes, seen: Seen) -> Values:
        for name in often_missing:
            if find(line, name) < 0:
                return ()
        node = seen[place]
        try:
            if node is None:  # the usual path of two names without calls
                node = event[first] if first else get(event)  # type: ignore[index]  # bytes are faster
                seen[place] = node
            value = node[key]
        except (KeyError, TypeError):
            return _simplest(values.read(event, line))
        if count(line, quoted) != 1:
            return _simplest(values.read(event, line))
        return value if type(value) is str else values.of_one(value, line)

    return read


def _simplest(values: tuple[Scalar, ...] | None) -> Values:
    """The same values; a string instead of only a string."""
    if values is not None and len(values) == 1:
        (value,) = values
        return value if type(value) is str else values
    return values

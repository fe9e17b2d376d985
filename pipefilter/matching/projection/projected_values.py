"""Reads all values at one path of an event that simdjson has parsed, where that is certain."""

from __future__ import annotations

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar
from pipefilter.matching.projection.projected_array import exact_number
from pipefilter.matching.projection.projected_path import Node, ProjectedPath
from pipefilter.native_libraries.byte_search import count, find
from pipefilter.native_libraries.json_reader import Array, Object

__all__ = ["ProjectedValues"]


class ProjectedValues:
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
        values = (value,) if type(value) is str else self._others(value, line)
        for name in path.quoted:
            if count(line, name) != 1:
                return values if path.is_only(event, line) else None
        return values

    def _others(self, value: Node, line: bytes) -> tuple[Scalar, ...] | None:
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

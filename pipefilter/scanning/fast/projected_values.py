"""All values that an event which simdjson has parsed has at one path, where that is certain."""

from __future__ import annotations

import re

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar
from pipefilter.scanning.bytes.native import Array, Object, count, find
from pipefilter.scanning.fast.projected_array import after_only
from pipefilter.scanning.fast.projected_path import Node, ProjectedPath

__all__ = ["ProjectedValues"]

_NUMBER = re.compile(rb"[ \t\r\n]*:[ \t\r\n]*(-?[0-9][0-9.eE+-]*)")


class ProjectedValues:
    """Reads the values of one path.

    Args:
        path: that can be projected.
    """

    def __init__(self, path: ProjectedPath) -> None:
        self.path = path

    def read(self, event: Object, line: bytes) -> tuple[Scalar, ...] | None:
        """The values; None if it is not certain that there are no others, or that they lie in no element of an array.

        Args:
            event: the line, parsed.
            line: in which no name of the path is written with escapes, or before a dot.
        """
        path = self.path
        for name in path.often_missing:
            if find(line, name) < 0:
                return ()
        try:
            value = path.get(event)
        except KeyError:
            path.remember_missing(event)
            return () if path.is_all_on_the_way(event, line) else None
        except TypeError:  # what should be looked into is no object
            return () if path.is_all_on_the_way(event, line) else None
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
        if kind is int and value:  # it can be written in one way; nought also as -0
            return (Number(str(value)),)
        text = _NUMBER.match(line, after_only(line, self.path.quoted[-1]))
        return None if text is None else (Number(text[1].decode()),)


def _in_array(array: Array) -> tuple[Scalar, ...] | None:
    found: list[Scalar] = []
    for value in array:
        kind = type(value)
        if kind is Array or kind is float or (kind is int and not value):
            return None
        if kind is int:
            found.append(Number(str(value)))
        elif kind is not Object:
            found.append(value)  # type: ignore[arg-type]  # a plain value
    return tuple(found)

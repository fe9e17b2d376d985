"""Reads the values at paths of an event that is a dict, for many patterns; it looks at the names of the paths only.

In a dict no name is repeated, so each path leads to one place. Where a list or a name with a dot is on the way, or a value
may take long to test, it does not decide.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pipefilter.json_text.python_value import NotJson, scalar_from_python
from pipefilter.json_text.tree import Scalar
from pipefilter.matching.dict_matcher import MAX_LENGTH, can_be_looked_up
from pipefilter.matching.rule_search import Reader, Seen, Values

__all__ = ["dict_readers"]

_MAX_ELEMENTS = 64
_ABSENT = object()


def dict_readers(paths: Collection[str]) -> dict[str, Reader] | None:
    """The readers of some paths; None if the whole dict must be read for them."""
    if not can_be_looked_up(paths):
        return None
    return {path: _reader(tuple(path.split("."))) for path in paths}


def _reader(steps: tuple[str, ...]) -> Reader:
    *parents, name = steps
    # names with a dot that would lead to the same values, for the dict of each step
    joined = [
        tuple(".".join(steps[start:end]) for end in range(start + 2, len(steps) + 1))
        for start in range(len(steps) - 1)
    ]
    levels = tuple(zip(parents, joined, strict=True))

    def read(event: dict[str, object], _text: bytes, _seen: Seen) -> Values:
        node: Any = event
        for step, others in levels:
            for other in others:
                if other in node:
                    return None
            node = node.get(step)
            if not isinstance(node, dict):
                return None if isinstance(node, list | tuple) else ()
        value = node.get(name, _ABSENT)
        if type(value) is str and value.isascii() and len(value) <= MAX_LENGTH:
            return value
        return _values(value)

    return read


def _values(value: object) -> Values:
    """The values in the value of a member."""
    if value is _ABSENT or isinstance(value, dict):
        return ()
    elements = value if isinstance(value, list | tuple) else (value,)
    if len(elements) > _MAX_ELEMENTS:
        return None
    values: list[Scalar] = []
    for element in elements:
        if isinstance(element, str) and len(element) > MAX_LENGTH:
            return None
        try:
            values.append(scalar_from_python(element))
        except NotJson:  # also a dict or a list
            return None
    if len(values) == 1 and type(values[0]) is str:
        return values[0]
    return tuple(values)

"""Converts a Python value into a tree: the JSON that `json.dumps` would write."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipefilter.json_text.number import MAX_DIGITS, Number
from pipefilter.json_text.place import pointer_step
from pipefilter.json_text.reader import MAX_DEPTH
from pipefilter.json_text.string_text import joined_surrogates
from pipefilter.json_text.tree import Json, Scalar

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["NotJson", "from_python", "scalar_from_python"]


_MAX_REPEATED = 250_000
"""Values in parts that occur repeatedly: a list of two lists, each of which is the same list of two lists, ..., is huge as JSON."""


class NotJson(Exception):
    """A Python value has no JSON form: `pointer` says where, `reason` why."""

    def __init__(self, pointer: str, reason: str) -> None:
        super().__init__(reason)
        self.pointer = pointer
        self.reason = reason


def from_python(value: object) -> Json:
    """The tree of a Python value, nested in any way, as `json.dumps` would write it; `Decimal` is a number too.

    Raises:
        NotJson: a part of it has no JSON form, or it is nested more than 1,000 deep, or it repeats the same parts so
            often that its JSON form is far larger than the value.
    """
    open_: list[_OpenValue] = []
    parts: set[int] = set()
    repeated = 0
    todo = value
    while True:  # a stack instead of recursion: as deep as AWS allows is deeper than Python allows
        if isinstance(todo, dict | list | tuple):
            if len(open_) == MAX_DEPTH:
                raise NotJson(_pointer(open_[:10]), f"the value is nested more than {MAX_DEPTH} levels deep")
            if id(todo) in parts:
                repeated += len(todo)
                if repeated > _MAX_REPEATED:
                    reason = (
                        f"the value repeats the same dicts and lists, with more than {_MAX_REPEATED:,} values"
                    )
                    raise NotJson(_pointer(open_[:10]), reason)
            parts.add(id(todo))
            open_.append(_OpenValue(todo))
        elif open_:
            open_[-1].done.append(_scalar(todo, open_))
        else:
            return _scalar(todo, open_)
        while (following := next(open_[-1].members, None)) is None:
            finished = open_.pop().tree
            if not open_:
                return finished
            open_[-1].done.append(finished)
        name, todo = following
        if not isinstance(name, str | int) or (open_[-1].is_object and not isinstance(name, str)):
            raise NotJson(_pointer(open_[:-1]), f"the key {name!r} is not a string")
        open_[-1].names.append(joined_surrogates(str.__str__(name)) if isinstance(name, str) else str(name))


def scalar_from_python(value: object) -> Scalar:
    """The same for a value that is not a dict or list.

    Raises:
        NotJson: it has no JSON form.
    """
    return _scalar(value, [])


class _OpenValue:
    """A dict or list whose members are being converted."""

    __slots__ = ("done", "is_object", "members", "names")

    def __init__(self, value: dict[object, object] | list[object] | tuple[object, ...]) -> None:
        self.is_object = isinstance(value, dict)
        self.members: Iterator[tuple[object, object]] = iter(
            value.items() if isinstance(value, dict) else enumerate(value)
        )
        self.names: list[str] = []
        self.done: list[Json] = []

    @property
    def tree(self) -> Json:
        if self.is_object:
            return tuple(zip(self.names, self.done, strict=True))
        return self.done


def _scalar(value: object, open_: list[_OpenValue]) -> Scalar:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return joined_surrogates(str.__str__(value))  # the __str__ of an enum is not its value
    if isinstance(value, int | float):
        return _number(value, open_)
    from decimal import Decimal  # such values are rare, and it takes long to load

    if isinstance(value, Decimal):
        return _number(value, open_)
    raise NotJson(_pointer(open_), f"a {type(value).__name__} has no JSON form")


def _pointer(open_: list[_OpenValue]) -> str:
    return "".join(pointer_step(level.names[-1]) for level in open_)


def _number(value: float | Decimal, open_: list[_OpenValue]) -> Number:
    too_long = NotJson(_pointer(open_), f"a number of more than {MAX_DIGITS} digits")
    if isinstance(value, int):
        if value.bit_length() > 4 * MAX_DIGITS:
            raise too_long
        number = Number(int.__repr__(value))
    else:
        if not (math.isfinite(value) if isinstance(value, float) else value.is_finite()):
            raise NotJson(_pointer(open_), f"{value} has no JSON form")
        number = Number(float.__repr__(value) if isinstance(value, float) else str(value))
    if number.too_long:
        raise too_long
    return number

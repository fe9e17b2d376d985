"""The shape of an event: which fields it has, and which kinds of values they hold.

One form for the records of every source, for AWS's own events, and for the schemas that users give, so that one check
finds the names that cannot be there and the values that no event has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Literal, TypeAlias

from pipefilter.dataclass import dataclass

__all__ = [
    "BOOLEAN",
    "KINDS",
    "NULL",
    "NUMBER",
    "OPEN",
    "STRING",
    "Kind",
    "Lookup",
    "Shape",
    "look_up",
    "object_of",
]

Kind: TypeAlias = Literal["string", "number", "boolean", "null"]
KINDS: tuple[Kind, ...] = ("string", "number", "boolean", "null")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a field of an event can hold.

    Patterns look into arrays, so an array has the shape of its elements.

    Args:
        kinds: of the values; empty if the field holds only objects.
        fields: of its objects, by name; empty if it holds no objects.
        other: the shape of every other name; None if there is no other name.
        is_open: whether anything may be there: nothing is known about it.
        is_array: whether the value is an array, which counts only for examples and explanations.
        is_required: whether every event has it.
        values: all values that it can have, as strings, if they are known.
    """

    kinds: frozenset[Kind] = frozenset()
    fields: Mapping[str, Shape] = field(default_factory=dict)
    other: Shape | None = None
    is_open: bool = False
    is_array: bool = False
    is_required: bool = False
    values: tuple[str, ...] = ()

    @property
    def has_fields(self) -> bool:
        """Whether it can be an object, so that there may be something below it."""
        return self.is_open or bool(self.fields) or self.other is not None

    def below(self, name: str) -> Shape | None:
        """The shape of a field of this name; None if there cannot be one."""
        return OPEN if self.is_open else self.fields.get(name, self.other)

    def paths(self) -> Iterator[tuple[tuple[str, ...], Shape]]:
        """Each field that holds values or is open, with its path, in order; fields of any name are left out."""
        if self.kinds or self.is_open:
            yield (), self
        for name, shape in self.fields.items():
            for path, inner in shape.paths():
                yield (name, *path), inner


OPEN = Shape(frozenset(KINDS), is_open=True)
STRING = Shape(frozenset(("string",)))
NUMBER = Shape(frozenset(("number",)))
BOOLEAN = Shape(frozenset(("boolean",)))
NULL = Shape(frozenset(("null",)))


def object_of(fields: Mapping[str, Shape], other: Shape | None = None) -> Shape:
    """The shape of an object with these fields."""
    return Shape(fields=fields, other=other)


@dataclass(frozen=True, slots=True)
class Lookup:
    """Where a path leads in a shape.

    Args:
        shape: at the end of the path; if a step of it cannot be there, the shape above that step.
        known: how many steps of the path can be there: all of them, or as many as come before the first that cannot.
    """

    shape: Shape
    known: int


def look_up(shape: Shape, steps: tuple[str, ...]) -> Lookup:
    """Follow the names of a path, each as one name of the event, as far as the shape has them.

    For the path of a pattern's field, whose names may join or have dots, see `pattern_path.py`.
    """
    for number, name in enumerate(steps):
        below = shape.below(name)
        if below is None:
            return Lookup(shape, number)
        shape = below
    return Lookup(shape, len(steps))

"""What a schema says about a value, before all that is known about the value becomes a shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from typing import TypeAlias

from pipefilter.dataclass import dataclass

__all__ = ["ALL_TYPES", "SCALARS", "UNKNOWN", "Part", "Thunk", "all_of", "either", "unknown"]

SCALARS = frozenset(("string", "number", "boolean", "null"))
ALL_TYPES = SCALARS | {"object", "array"}


@dataclass(frozen=True, slots=True)
class Part:
    """What a schema, or a part of one, says about a value.

    Args:
        types: the types that it allows; None if it says nothing about them.
        values: all strings that it allows; None if it does not list them.
        fields: the fields of an object, by name; None if it says nothing about them.
        other: the fields of all other names; None if there are no others. It counts only if `fields` is not None.
        items: the elements of an array; None if it says nothing about them.
        is_unknown: whether it says something that is not known, such as what is in another document.
        weight: of how many parts it was made.
    """

    types: frozenset[str] | None = None
    values: tuple[str, ...] | None = None
    fields: Mapping[str, Thunk] | None = None
    other: Thunk | None = None
    items: Thunk | None = None
    is_unknown: bool = False
    weight: int = field(default=1, compare=False)

    @property
    def is_silent(self) -> bool:
        """Whether it says nothing."""
        return self == Part()

    def may_be(self, type_: str) -> bool:
        """Whether it allows a type."""
        return self.types is None or type_ in self.types


Thunk: TypeAlias = Callable[[], Part]
"""A part that is made when it is needed, as schemas may contain themselves."""

UNKNOWN = Part(is_unknown=True)
_MAX_WEIGHT = 3_000
"""What is made of more parts is not known: the work would grow with each level."""


def unknown() -> Part:
    """A part of which nothing is known."""
    return UNKNOWN


def _both(first: Part, second: Part) -> Part:
    """What two parts say together, or less. A field needs to be listed in only one of them.

    `allOf` with `additionalProperties: false` in one of its parts forbids the fields of the others; but its author does
    not mean that.
    """
    if first is second:
        return first
    weight = first.weight + second.weight
    if weight > _MAX_WEIGHT:
        return UNKNOWN
    if first.is_unknown or second.is_unknown:
        known = second if first.is_unknown else first
        return known if known.fields is None else replace(known, other=unknown)
    types = first.types if second.types is None else second.types
    if first.types is not None and second.types is not None:
        types = first.types & second.types
    values = first.values if second.values is None else second.values
    if first.values is not None and second.values is not None:
        values = tuple(value for value in first.values if value in set(second.values)) or None
    named = first if second.fields is None else second
    fields, other = named.fields, named.other
    if first.fields is not None and second.fields is not None:
        fields = {**first.fields, **second.fields}
        for name in first.fields.keys() & second.fields.keys():
            fields[name] = _combined(first.fields[name], second.fields[name], _both)
        other = None
        if first.other is not None and second.other is not None:
            other = _combined(first.other, second.other, lambda a, b: b if a.is_unknown else a)
    items = first.items or second.items
    if first.items is not None and second.items is not None:
        items = _combined(first.items, second.items, _both)
    return Part(types, values, fields, other, items, weight=weight)


def all_of(parts: Sequence[Part]) -> Part:
    """What several parts say together."""
    return _reduced(parts, _both)


def either(parts: Sequence[Part]) -> Part:
    """What is true if one of several parts is."""
    return _reduced(parts, _either)


def _reduced(parts: Sequence[Part], combine: Callable[[Part, Part], Part]) -> Part:
    """All parts combined, in pairs, so that the work does not grow with the square of their number."""
    if sum(part.weight for part in parts) > _MAX_WEIGHT:
        return UNKNOWN
    while len(parts) > 1:
        pairs = zip(parts[::2], parts[1::2], strict=False)
        parts = [*(combine(*pair) for pair in pairs), *parts[len(parts) - len(parts) % 2 :]]
    return parts[0]


def _either(first: Part, second: Part) -> Part:
    weight = first.weight + second.weight
    if first is second:
        return first
    if first.is_unknown or second.is_unknown or weight > _MAX_WEIGHT:
        return UNKNOWN
    types = None if first.types is None or second.types is None else first.types | second.types
    values: tuple[str, ...] | None = None
    listed = [part.values for part in (first, second) if part.may_be("string")]
    if all(each is not None for each in listed):
        values = tuple(dict.fromkeys(value for each in listed for value in each or ())) or None
    items: Thunk | None = None
    arrays = [part.items for part in (first, second) if part.may_be("array")]
    known = [each for each in arrays if each is not None]
    if known and len(known) == len(arrays):
        items = known[0] if len(known) == 1 else _combined(known[0], known[1], _either)
    objects = [part for part in (first, second) if part.may_be("object")]
    if not objects or any(part.fields is None for part in objects):
        return Part(types, values, None, None, items, weight=weight)
    fields, other = objects[0].fields, objects[0].other
    if len(objects) > 1:
        fields, other = _either_field(first, second), _either_other(first, second)
    return Part(types, values, fields, other, items, weight=weight)


def _either_field(first: Part, second: Part) -> dict[str, Thunk]:
    """The fields of both: each may be as one of them says."""
    assert first.fields is not None
    assert second.fields is not None
    fields: dict[str, Thunk] = {}
    for name in {**first.fields, **second.fields}:
        of_first, of_second = first.fields.get(name, first.other), second.fields.get(name, second.other)
        fields[name] = (
            _combined(of_first, of_second, _either)
            if of_first and of_second
            else of_first or of_second or unknown
        )
    return fields


def _either_other(first: Part, second: Part) -> Thunk | None:
    if first.other is not None and second.other is not None:
        return _combined(first.other, second.other, _either)
    return first.other or second.other


def _combined(first: Thunk, second: Thunk, combine: Callable[[Part, Part], Part]) -> Thunk:
    return lambda: combine(first(), second())

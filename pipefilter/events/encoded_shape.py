"""Shapes as the table of AWS's own events writes them: a letter for a kind of value, `*` for an open place.

`{"state": "s", "tags?": [{"key": "s"}], "labels": {"*": "s"}}`: a string, an array of objects that not every event
has, and an object with any names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeAlias

from pipefilter.events.shape import BOOLEAN, NUMBER, OPEN, STRING, Shape

__all__ = ["EncodedShape", "decode", "join", "with_addition"]

EncodedShape: TypeAlias = "str | list[EncodedShape] | dict[str, EncodedShape]"

_ANY = "*"
_VALUES = {"s": STRING, "n": NUMBER, "b": BOOLEAN, _ANY: OPEN}


def decode(encoded: EncodedShape, *, is_required: bool = True) -> Shape:
    """The shape that the text of the table describes."""
    if isinstance(encoded, str):
        return replace(_VALUES[encoded], is_required=is_required)
    if isinstance(encoded, list):
        return replace(decode(encoded[0]), is_array=True, is_required=is_required)
    fields = {
        name.removesuffix("?"): decode(each, is_required=not name.endswith("?"))
        for name, each in encoded.items()
        if name != _ANY
    }
    other = decode(encoded[_ANY]) if _ANY in encoded else None
    return Shape(fields=fields, other=other, is_required=is_required)


def with_addition(shape: Shape, added: Shape) -> Shape:
    """A shape with what another one adds, which counts where both have something."""
    if not (shape.fields and added.fields) or added.is_open:
        return added
    fields = dict(shape.fields)
    for name, each in added.fields.items():
        fields[name] = with_addition(fields[name], each) if name in fields else each
    return replace(shape, fields=fields)


def join(shapes: Iterable[Shape]) -> Shape:
    """The shape of a field that has any of these shapes: what one of them has can be there."""
    every = list(shapes)
    if len(every) == 1:
        return every[0]
    if any(shape.is_open for shape in every):
        return OPEN
    by_name: dict[str, list[Shape]] = {}
    for shape in every:
        for name, each in shape.fields.items():
            by_name.setdefault(name, []).append(each)
    others = [shape.other for shape in every if shape.other is not None]
    return Shape(
        kinds=frozenset(kind for shape in every for kind in shape.kinds),
        fields={name: join(each) for name, each in by_name.items()},
        other=join(others) if others else None,
        is_array=any(shape.is_array for shape in every),
        is_required=all(shape.is_required for shape in every),
        values=_joined_values(every),
    )


def _joined_values(shapes: list[Shape]) -> tuple[str, ...]:
    """The values of all; none if those of one are not known."""
    if not all(shape.values for shape in shapes if shape.kinds):
        return ()
    return tuple(dict.fromkeys(value for shape in shapes for value in shape.values))

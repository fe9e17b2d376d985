"""Shapes as the table of AWS's own events writes them: a letter for a kind of value, `*` for an open place.

`{"state": "s", "tags?": [{"key": "s"}], "labels": {"*": "s"}}`: a string, an array of objects that not every event
has, and an object with any names.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from pipefilter.events.shape import BOOLEAN, NUMBER, OPEN, STRING, Shape

__all__ = ["EncodedShape", "decode", "with_addition"]

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

"""A plausible value for each field that a shape has in every event."""

from __future__ import annotations

import re

from pipefilter.events.shape import Shape
from pipefilter.json_text.tree import Scalar
from pipefilter.witnesses.sample import Tree
from pipefilter.witnesses.usual_values import ACCOUNT, REGION, usual_values

__all__ = ["shape_sample"]

_MAX_DEPTH = 12
_MAX_FIELDS = 200
"""Fields of one event; the rest is left out."""
_ARN = re.compile(r"(.*?)[-_]?arns?\Z", re.IGNORECASE)


def shape_sample(shape: Shape, service: str) -> dict[str, Tree]:
    """An object of a shape: with all fields that every event has, or with all fields if none is required.

    Args:
        shape: of the object.
        service: the AWS service whose resources the object names, such as `ecs`.
    """
    return _object(shape, (), _Room(_MAX_FIELDS, service))


class _Room:
    """How many fields may still be added, and the service that ARNs name."""

    def __init__(self, fields: int, service: str) -> None:
        self.fields = fields
        self.service = service

    def take(self) -> bool:
        self.fields -= 1
        return self.fields >= 0


def _object(shape: Shape, steps: tuple[str, ...], room: _Room) -> dict[str, Tree]:
    has_required = any(inner.is_required for inner in shape.fields.values())
    return {
        name: _value(inner, (*steps, name), room)
        for name, inner in shape.fields.items()
        if (inner.is_required or not has_required) and len(steps) < _MAX_DEPTH and room.take()
    }


def _value(shape: Shape, steps: tuple[str, ...], room: _Room) -> Tree:
    value: Tree
    if shape.is_open:
        return [] if shape.is_array else {}
    if shape.fields or shape.other is not None:
        value = _object(shape, steps, room)
    else:
        usual: list[Scalar] = usual_values(steps, shape)
        value = usual[0] if usual else "example"
        arn = _ARN.match(steps[-1])
        if arn is not None and isinstance(value, str) and not shape.values:
            resource = f"{arn[1].lower()}/example" if arn[1] else "example"
            value = f"arn:aws:{room.service}:{REGION}:{ACCOUNT}:{resource}"
    return [value] if shape.is_array else value

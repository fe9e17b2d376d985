"""Follows a field's path in the shape of an event, where a step with dots may be one name or several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipefilter.events.shape import OPEN, Shape

__all__ = ["Reach", "reach"]

_MAX_PARTS = 16
"""Parts of one step of a pattern; with more, nothing is known."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a path leads in a shape.

    Args:
        parts: the names of the path; those of a step with dots are separate.
        known: how many of them can be there.
        shapes: what may be at the end of the path; if a part of it cannot be there, what may be above that part.
    """

    parts: tuple[str, ...]
    known: int
    shapes: tuple[Shape, ...]

    @property
    def is_there(self) -> bool:
        """Whether the whole path can be there."""
        return self.known == len(self.parts)

    @property
    def is_open(self) -> bool:
        """Whether anything may be at its end."""
        return any(shape.is_open for shape in self.shapes)

    @property
    def above(self) -> str:
        """The known part of the path."""
        return ".".join(self.parts[: self.known])

    @property
    def name(self) -> str:
        """The first name that cannot be there; "" if all can."""
        return "" if self.is_there else self.parts[self.known]


def reach(shape: Shape, steps: Sequence[str]) -> Reach:
    """Follow the steps of a field; a name in the event may contain the dots of one step, but not join two steps.

    The engine joins all names with dots, so `"a.b"` is the name `a.b`, or `b` below `a`. Nobody writes the name
    `a.b` as two levels, although AWS matches it.
    """
    shapes: tuple[Shape, ...] = (shape,)
    before: list[str] = []
    for number, step in enumerate(steps):
        parts = step.split(".")
        if not step or len(parts) > _MAX_PARTS:
            return Reach((*before, step), len(before) + 1, (OPEN,))
        count, shapes = _follow(shapes, parts)
        if count < len(parts):
            rest = [part for each in steps[number + 1 :] for part in each.split(".")]
            return Reach((*before, *parts, *rest), len(before) + count, shapes)
        before += parts
    return Reach(tuple(before), len(before), shapes)


def _follow(shapes: tuple[Shape, ...], parts: list[str]) -> tuple[int, tuple[Shape, ...]]:
    """How many parts of a step can be there, and what is at their end."""
    at: list[dict[int, Shape]] = [{} for _ in range(len(parts) + 1)]
    at[0] = {id(shape): shape for shape in shapes}
    for start in range(len(parts)):
        for end in range(start + 1, len(parts) + 1):
            name = ".".join(parts[start:end])
            for shape in at[start].values():
                below = shape.below(name)
                if below is not None:
                    at[end][id(below)] = below
    last = max(number for number, reached in enumerate(at) if reached)
    return last, tuple(at[last].values())

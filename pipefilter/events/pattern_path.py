"""Follows the path of a pattern's field in the shape of an event, where a step with dots may be one name or several.

AWS's engine joins the names of a path with dots, so `detail.state` may be one name of an event or two, and two names of
a pattern may be one name with a dot of an event.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipefilter.dataclass import dataclass
from pipefilter.events.shape import OPEN, Kind, Shape

__all__ = ["Reach", "reach"]

_MAX_PLACES = 2_000
"""Places that are looked at for one path; if there are more, nothing is known."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a path leads in a shape.

    Args:
        parts: the names of the path; those of a step with dots are separate.
        known: how many of them can be there.
        shapes: what may be at the end of the path; if a part of it cannot be there, what may be above that part. There
            are several if names have dots.
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
    def kinds(self) -> frozenset[Kind]:
        """The kinds of values that may be at its end."""
        return frozenset(kind for shape in self.shapes for kind in shape.kinds)

    @property
    def above(self) -> str:
        """The known part of the path."""
        return ".".join(self.parts[: self.known])

    @property
    def name(self) -> str:
        """The first name that cannot be there; "" if all can."""
        return "" if self.is_there else self.parts[self.known]


def reach(shape: Shape, steps: Sequence[str]) -> Reach:
    """Follow the steps of a field.

    Where an event can have any name, a name may contain the dots of one step, but not join two steps: the author of
    `{"address": {"city": ...}}` does not mean an attribute called `address.city`, although AWS matches it. Nothing is
    known about what is below an empty step, as AWS's engine drops some empty names.
    """
    parts: list[str] = []
    step_ends: list[int] = []
    empty_steps: set[int] = set()
    for step in steps:
        if not step:
            empty_steps.add(len(parts))
        names = step.split(".")
        parts += names
        step_ends += [len(parts)] * len(names)
    anything = Reach(tuple(parts), len(parts), (OPEN,))
    at: list[dict[int, Shape]] = [{id(shape): shape}, *({} for _ in parts)]
    places = 0
    for start, step_end in enumerate(step_ends):
        for place in at[start].values():
            if place.is_open or start in empty_steps:
                return anything
            for end, below in _below(place, parts, start, step_end):
                at[end][id(below)] = below
                places += 1
                if places > _MAX_PLACES:
                    return anything
    known = max(number for number, reached in enumerate(at) if reached)
    return Reach(tuple(parts), known, tuple(at[known].values()))


def _below(shape: Shape, parts: list[str], start: int, step_end: int) -> Iterator[tuple[int, Shape]]:
    """The shapes below one for the next part, or for several parts that are one name; each with the number of the part after it."""
    most_dots = max((name.count(".") for name in shape.fields), default=0)
    last = min(start + 1 + most_dots, len(parts))
    if shape.other is not None:
        last = max(last, step_end)
    for end in range(start + 1, last + 1):
        name = ".".join(parts[start:end])
        below = shape.below(name) if end <= step_end else shape.fields.get(name)
        if below is not None:
            yield end, below

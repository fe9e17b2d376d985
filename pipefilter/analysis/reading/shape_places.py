"""The places in a shape to which a path of a pattern can lead.

AWS's engine joins the names of a path with dots, so `detail.state` may be one name of an event or two, and a name of
the pattern may have a dot, too. Where any name is possible, objects of the pattern are taken as written: the author of
`{"address": {"city": ...}}` does not mean an attribute called `address.city`.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipefilter.events.shape import OPEN, Shape

__all__ = ["Places", "places_of"]

_MAX_STEPS = 2_000
"""For one path; beyond, nothing is certain."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where a path can lead.

    Args:
        shapes: at the end of the path: several if names have dots; none if the path cannot be there.
        above: if it cannot be there, the shape above the first name that cannot.
        known: how many names of the path can be there.
    """

    shapes: tuple[Shape, ...]
    above: Shape
    known: int


def places_of(shape: Shape, path: tuple[str, ...]) -> Places:
    """The places of a path, given as the steps of a pattern's field."""
    names: list[str] = []
    step_ends: list[int] = []
    for step in path:
        parts = step.split(".")
        names += parts
        step_ends += [len(names)] * len(parts)
    ends: list[Shape] = []
    above, known, steps = shape, 0, 0
    todo, visited = [(shape, 0)], {(id(shape), 0)}
    while todo:
        place, number = todo.pop()
        if number == len(names):
            ends.append(place)
            continue
        if place.is_open:
            return Places((OPEN,), place, len(names))
        if number > known:
            above, known = place, number
        for below, after in _below(place, names, number, step_ends[number]):
            steps += 1
            if (id(below), after) not in visited:
                visited.add((id(below), after))
                todo.append((below, after))
        if steps > _MAX_STEPS:
            return Places((OPEN,), place, len(names))
    return Places(tuple(ends), above, len(names) if ends else known)


def _below(shape: Shape, names: list[str], number: int, step_end: int) -> Iterator[tuple[Shape, int]]:
    """The shapes below one for the next name, or for several next names that together are one name with dots."""
    below = shape.below(names[number])
    if below is not None:
        yield below, number + 1
    has_dots = any("." in name for name in shape.fields)
    if not has_dots and (shape.other is None or step_end == number + 1):
        return
    name = names[number]
    for after in range(number + 1, len(names) if has_dots else step_end):
        name = f"{name}.{names[after]}"
        below = shape.below(name) if after < step_end else shape.fields.get(name)
        if below is not None:
            yield below, after + 1

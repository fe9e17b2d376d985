"""Finds an array in which no element satisfies all fields, although each field matches on its own."""

from __future__ import annotations

from pipefilter.explaining.explanation import Conflict
from pipefilter.explaining.place_in_event import place
from pipefilter.matching.event_fields import Element, FieldValue
from pipefilter.matching.trace import BranchTrace

__all__ = ["find_conflict"]

_MAX_ELEMENTS = 5


def find_conflict(branch: BranchTrace) -> Conflict | None:
    """The array that prevents a match although each field matches: each of its elements fails some of them."""
    holding: dict[int, dict[int, list[str]]] = {}  # the paths that hold in each element, by array and index
    samples: dict[int, FieldValue] = {}
    paths: dict[int, list[str]] = {}
    for field in branch.fields:
        if field.matches_absence:
            continue
        path = field.field.path
        seen: set[Element] = set()
        for value in field.matching_values:
            element = value.element
            while element is not None and element not in seen:
                seen.add(element)
                samples.setdefault(element.array, value)
                holding.setdefault(element.array, {}).setdefault(element.index, []).append(path)
                element = element.within
        for array in {element.array for element in seen}:
            paths.setdefault(array, []).append(path)
    short = [
        array
        for array, required in paths.items()
        if len(required) > 1 and all(len(held) < len(required) for held in holding[array].values())
    ]
    if not short:
        return None
    array = min(short, key=lambda array: (-len(paths[array]), array))
    counts = {index: len(held) for index, held in holding[array].items()}
    nearest = sorted(counts, key=lambda index: (-counts[index], index))[:_MAX_ELEMENTS]
    elements = {index: tuple(holding[array][index]) for index in nearest}
    return Conflict(_place_of_array(array, samples[array]), elements, tuple(paths[array]))


def _place_of_array(array: int, value: FieldValue) -> str:
    """The place of an array that contains a value."""
    chain = []
    element = value.element
    while element is not None:
        chain.append(element.array)
        element = element.within
    steps = value.location.steps
    indexes = [at for at, step in enumerate(steps) if isinstance(step, int)]
    return place(steps[: indexes[chain[::-1].index(array)]])

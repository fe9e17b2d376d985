"""Each field holds, but never do all within one array element: which elements come nearest?"""

from __future__ import annotations

from collections import Counter

from pipefilter.explaining.explanation import Conflict
from pipefilter.explaining.place_in_event import place
from pipefilter.matching.event_fields import FieldValue
from pipefilter.matching.trace import BranchTrace

__all__ = ["find_conflict"]

_MOST_ELEMENTS = 5


def find_conflict(branch: BranchTrace) -> Conflict | None:
    """The array whose elements would have to hold more than any of them does.

    Args:
        branch: one that does not match though each of its fields holds alone.
    """
    holding: dict[int, dict[int, list[str]]] = {}  # by array and index, the paths that hold there
    paths: dict[int, list[str]] = {}
    where: dict[int, str] = {}
    for field in branch.fields:
        path = field.field.path
        if field.takes_absence:
            continue
        arrays = set()
        for value in field.right:
            for array, index, array_place in _elements(value):
                arrays.add(array)
                where[array] = array_place
                held = holding.setdefault(array, {}).setdefault(index, [])
                if path not in held:
                    held.append(path)
        for array in arrays:
            paths.setdefault(array, []).append(path)
    short = [
        array
        for array, wanted in paths.items()
        if len(wanted) > 1 and all(len(held) < len(wanted) for held in holding[array].values())
    ]
    if not short:
        return None
    array = min(short, key=lambda array: (-len(paths[array]), array))
    most = Counter({index: len(held) for index, held in holding[array].items()})
    nearest = sorted(most, key=lambda index: (-most[index], index))[:_MOST_ELEMENTS]
    elements = {index: tuple(holding[array][index]) for index in nearest}
    return Conflict(where[array], elements, tuple(paths[array]))


def _elements(value: FieldValue) -> list[tuple[int, int, str]]:
    """Array, index in it and place of the array, for each element that the value lies in."""
    chain = []
    element = value.element
    while element is not None:
        chain.append(element)
        element = element.within
    steps = value.where.steps
    indexes = [at for at, step in enumerate(steps) if isinstance(step, int)]
    return [
        (element.array, element.index, place(steps[:at]))
        for element, at in zip(reversed(chain), indexes, strict=False)
    ]

"""The values that events have most often, by their fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipefilter.json_text.tree import Json, Scalar

__all__ = ["FrequentValue", "frequent_values"]

_LONGEST = 200
"""Characters of a text; a longer one does not come often, and makes patterns long."""
_MOST_LEAVES = 2000
"""Of one event; more are not looked at."""

_Steps = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrequentValue:
    """A value of a field.

    Args:
        steps: the names on the way to the field, with its own.
        value: of it.
        count: how many events have it.
    """

    steps: _Steps
    value: Scalar
    count: int


def frequent_values(events: Iterable[tuple[Json, int]], least: float, most: int) -> list[FrequentValue]:
    """The values that come most often, of fields that lie in no array.

    Within arrays a pattern cannot say that no element has a value.

    Args:
        events: as trees, each with how often it came.
        least: the share of events that a value must have.
        most: how many values.
    """
    counts: Counter[tuple[_Steps, Scalar]] = Counter()
    in_arrays: set[_Steps] = set()
    total = 0
    for tree, count in events:
        total += count
        # a repeated name has all its values
        for steps, value in set(_leaves(tree, in_arrays)):
            counts[steps, value] += count
    found = [
        FrequentValue(steps, value, count)
        for (steps, value), count in counts.items()
        if least * total <= count < total and steps not in in_arrays
    ]
    return sorted(found, key=lambda one: (-one.count, one.steps, str(one.value)))[:most]


def _leaves(tree: Json, in_arrays: set[_Steps]) -> Iterator[tuple[_Steps, Scalar]]:
    todo: list[tuple[_Steps, Json, bool]] = [((), tree, False)]
    left = _MOST_LEAVES
    while todo and left:
        steps, value, is_in_array = todo.pop()
        if isinstance(value, tuple):
            todo += [((*steps, name), inner, is_in_array) for name, inner in value]
        elif isinstance(value, list):
            todo += [(steps, inner, True) for inner in value]
            in_arrays.add(steps)
        elif is_in_array:
            in_arrays.add(steps)
        else:
            left -= 1
            if not isinstance(value, str) or len(value) <= _LONGEST:
                yield steps, value

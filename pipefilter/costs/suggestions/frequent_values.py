"""The most frequent values of the fields of events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pipefilter.dataclass import dataclass
from pipefilter.json_text.tree import Json, Scalar

__all__ = ["FrequentValue", "frequent_values"]

_MAX_LENGTH = 200
"""Characters of a string; longer ones are rarely frequent, and make patterns long."""
_MAX_LEAVES = 2000
"""Of one event; further ones are ignored."""

_Steps = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrequentValue:
    """A value of a field, the names on the path to that field, and how many events have the value."""

    steps: _Steps
    value: Scalar
    count: int


def frequent_values(events: Iterable[tuple[Json, int]], min_share: float, limit: int) -> list[FrequentValue]:
    """The most frequent values of fields outside arrays; each event comes with its count.

    A pattern cannot express that no element of an array has a value.
    """
    counts: Counter[tuple[_Steps, Scalar]] = Counter()
    in_arrays: set[_Steps] = set()
    total = 0
    for tree, count in events:
        total += count
        # a repeated name has several values
        for steps, value in set(_leaves(tree, in_arrays)):
            counts[steps, value] += count
    values = [
        FrequentValue(steps, value, count)
        for (steps, value), count in counts.items()
        if min_share * total <= count < total and steps not in in_arrays
    ]
    return sorted(values, key=lambda each: (-each.count, each.steps, str(each.value)))[:limit]


def _leaves(tree: Json, in_arrays: set[_Steps]) -> Iterator[tuple[_Steps, Scalar]]:
    todo: list[tuple[_Steps, Json, bool]] = [((), tree, False)]
    left = _MAX_LEAVES
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
            if not isinstance(value, str) or len(value) <= _MAX_LENGTH:
                yield steps, value

"""The values that an event has at some paths, read in one walk that looks at nothing else."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from pipefilter.json_text.tree import Json, Scalar
from pipefilter.matching.event_fields import Element, UsedNames

__all__ = ["EventValues", "PathValues", "Values", "looks_into_empty_names"]

Values = Sequence[tuple[Scalar, Element | None]]
"""Values of one path, each with the element of an array that it lies in."""


class EventValues:
    """What an event has at some paths.

    Args:
        slots: the values of each path, by its slot; none where there is no value.
    """

    __slots__ = ("empty_names", "in_arrays", "slots")

    def __init__(self, slots: Mapping[int, Values]) -> None:
        self.slots = slots
        self.in_arrays = False
        """Whether some of the values lie in elements of arrays."""
        self.empty_names = False
        """Whether a name on the way to some is empty."""


class PathValues:
    """Reads the values of some paths.

    Args:
        paths: those that are wanted, each once.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(paths)
        """The path of each slot."""
        self.slots = {path: slot for slot, path in enumerate(self.paths)}
        """The slot of each path."""
        self.empty_names = looks_into_empty_names(self.paths)
        """Whether AWS's engine looks into empty names for a pattern with these paths."""
        self._ways = _ways(self.slots)
        self._longest = max(map(len, self.paths), default=0)
        self._way_below = lru_cache(maxsize=256)(self._find_way)

    def of(self, tree: Json, *, empty_names: bool) -> EventValues:
        """The values that an event has.

        Args:
            tree: the event; an object.
            empty_names: whether to look into empty names.
        """
        slots: defaultdict[int, list[tuple[Scalar, Element | None]]] = defaultdict(list)
        found = EventValues(slots)
        arrays = 0
        todo: list[tuple[Json, int, str | None, Element | None]] = [(tree, -1, "", None)]
        while todo:  # a stack instead of recursion: events come from outside
            node, slot, below, element = todo.pop()
            if isinstance(node, list):
                alone = len(node) == 1
                for index, value in _leading_on(node, below):
                    if isinstance(value, tuple | list):
                        todo.append((value, slot, below, Element(arrays, index, element, alone)))
                    elif slot >= 0:
                        slots[slot].append((value, element))
                        found.in_arrays = found.in_arrays or element is not None
                arrays += 1
            elif isinstance(node, tuple) and below is not None:
                for value, way in self._looked_into(node, below, found, empty_names=empty_names):
                    if isinstance(value, tuple | list):
                        todo.append((value, *way, element))
                    elif way[0] >= 0:
                        slots[way[0]].append((value, element))
                        found.in_arrays = found.in_arrays or element is not None
        return found

    def _looked_into(
        self, members: tuple[tuple[str, Json], ...], below: str, values: EventValues, *, empty_names: bool
    ) -> Iterator[tuple[Json, _Way]]:
        """The values of an object that the paths lead to, each with its way."""
        # to join a name to a long path for each of many elements would take long
        find = self._find_way if len(below) < _LONG_PATH else self._way_below
        for name, value in members:
            way = find(below, name)
            if way is not None:
                if name:  # also one with dots: a path that leads to it has all its pieces, see `UsedNames`
                    yield value, way
                elif empty_names:
                    values.empty_names = True
                    yield value, way

    def _find_way(self, below: str, name: str) -> _Way | None:
        if len(below) + len(name) > self._longest:
            return None
        return self._ways.get(below + name)


def _leading_on(array: list[Json], below: str | None) -> Iterator[tuple[int, Json]]:
    """The elements of an array, with their indexes, but for those that have no value of a path for sure."""
    for index, value in enumerate(array):
        if not (value == [] or (isinstance(value, tuple) and (below is None or not value))):
            yield index, value


def looks_into_empty_names(paths: Iterable[str]) -> bool:
    """Whether AWS's engine looks into empty names for a pattern; of all names this alone depends on other paths.

    Args:
        paths: of the whole pattern.
    """
    return UsedNames(paths).uses("")


_Way = tuple[int, str | None]
"""The slot of a path's values (-1: none are wanted), and what the paths below it begin with."""

_MAX_WAYS = 2_000_000
_LONG_PATH = 256


class _Ways:
    """For each path of an event, whether and why to look into it; worked out when asked."""

    def __init__(self, slots: dict[str, int]) -> None:
        self._slots = slots
        self._sorted = sorted(slots)

    def get(self, path: str) -> _Way | None:
        below = f"{path}."
        at = bisect_left(self._sorted, below)
        deeper = at < len(self._sorted) and self._sorted[at].startswith(below)
        slot = self._slots.get(path, -1)
        return (slot, below if deeper else None) if deeper or slot >= 0 else None


def _ways(slots: dict[str, int]) -> dict[str, _Way] | _Ways:
    """The same as a dict, which is faster, unless very long paths would make it huge."""
    asked = _Ways(slots)
    if sum(len(path) * path.count(".") for path in slots) > _MAX_WAYS:
        return asked
    above = {path[:at] for path in slots for at, c in enumerate(path) if c == "."}
    ways = {path: asked.get(path) for path in above | set(slots)}
    return {path: way for path, way in ways.items() if way is not None}

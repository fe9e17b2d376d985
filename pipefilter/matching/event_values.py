"""Reads the values at given paths of an event, in one traversal that looks at nothing else."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from functools import lru_cache

from pipefilter.json_text.python_value import NotJson, scalar_from_python
from pipefilter.json_text.string_text import joined_surrogates
from pipefilter.json_text.tree import Json, Scalar
from pipefilter.matching.event_fields import Element, UsedNames

__all__ = ["EventValues", "PathValues", "Values", "looks_into_empty_names"]

Values = Sequence[tuple[Scalar, Element | None]]
"""Values of one path, each with the array element that contains it."""


class EventValues:
    """The values of an event at some paths, by the slot of the path, for paths that have any."""

    __slots__ = ("empty_names", "in_arrays", "slots")

    def __init__(self, slots: Mapping[int, Values]) -> None:
        self.slots = slots
        self.in_arrays = False
        """Whether any of the values lies in an element of an array."""
        self.empty_names = False
        """Whether a name in the path of any of them is empty."""


class PathValues:
    """Reads the values at some paths."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(paths)
        """The path of each slot."""
        self.slots = {path: slot for slot, path in enumerate(self.paths)}
        """The slot of each path."""
        self.empty_names = looks_into_empty_names(self.paths)
        """Whether AWS's engine looks into empty names for a pattern with these paths."""
        self._routes = _routes(self.slots)
        self._longest = max(map(len, self.paths), default=0)
        self._route_below = lru_cache(maxsize=256)(self._find_route)

    def of(self, tree: Json, *, empty_names: bool) -> EventValues:
        """The values of an event."""
        slots: defaultdict[int, list[tuple[Scalar, Element | None]]] = defaultdict(list)
        values = EventValues(slots)
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
                        values.in_arrays = values.in_arrays or element is not None
                arrays += 1
            elif isinstance(node, tuple) and below is not None:
                for value, route in self._members(node, below, values, empty_names=empty_names):
                    if isinstance(value, tuple | list):
                        todo.append((value, *route, element))
                    elif route[0] >= 0:
                        slots[route[0]].append((value, element))
                        values.in_arrays = values.in_arrays or element is not None
        return values

    def tree_of(self, event: dict[str, object]) -> Json:
        """The tree of an event that is a dict, without what does not lead to a value at one of the paths.

        Raises:
            NotJson: a value at one of the paths, or a list on the way to it, has no JSON form; or the dict must be
                converted whole, as it is large, nested deep or has other names than strings.
        """
        return self._part(event, "", _MAX_DEPTH, [_MAX_VALUES])

    def _part(self, node: object, below: str | None, depth: int, left: list[int]) -> Json:
        """The tree of a part; `left` is the number of values that may follow, as parts may be repeated."""
        if not depth:
            raise NotJson("", "it is nested deep")
        if isinstance(node, dict):
            return () if below is None else tuple(self._parts(node, below, depth, left))
        if isinstance(node, list | tuple):
            _spend(left, node)
            return [self._part(element, below, depth - 1, left) for element in node]
        return scalar_from_python(node)

    def _parts(
        self, node: dict[object, object], below: str, depth: int, left: list[int]
    ) -> Iterator[tuple[str, Json]]:
        _spend(left, node)
        for name, value in node.items():
            if not isinstance(name, str):
                raise NotJson("", "a name is not a string")
            text = name if name.isascii() else joined_surrogates(str.__str__(name))
            route = self._find_route(below, text)
            if route is not None:
                yield text, self._part(value, route[1], depth - 1, left)

    def _members(
        self, members: tuple[tuple[str, Json], ...], below: str, values: EventValues, *, empty_names: bool
    ) -> Iterator[tuple[Json, _Route]]:
        """The values of an object that lie on a path, each with its route."""
        # joining a name to a long path for each of many elements would take long
        find = self._find_route if len(below) < _LONG_PATH else self._route_below
        for name, value in members:
            route = find(below, name)
            if route is not None:
                if name:  # a name with dots too: a path that leads to it has all its pieces, see `UsedNames`
                    yield value, route
                elif empty_names:
                    values.empty_names = True
                    yield value, route

    def _find_route(self, below: str, name: str) -> _Route | None:
        if len(below) + len(name) > self._longest:
            return None
        return self._routes.get(below + name)


def _leading_on(array: list[Json], below: str | None) -> Iterator[tuple[int, Json]]:
    """The elements of an array with their indexes, without those that surely contain no value of a path."""
    for index, value in enumerate(array):
        if not (value == [] or (isinstance(value, tuple) and (below is None or not value))):
            yield index, value


def _spend(left: list[int], node: Sized) -> None:
    left[0] -= len(node)
    if left[0] < 0:
        raise NotJson("", "it is large")


def looks_into_empty_names(paths: Iterable[str]) -> bool:
    """Whether AWS's engine looks into empty names for a pattern; for any other name this does not depend on other paths."""
    return UsedNames(paths).uses("")


_Route = tuple[int, str | None]
"""The slot of a path's values (-1 if it is not one of the paths), and the prefix of the paths below it, if any."""

_MAX_ROUTES = 2_000_000
_MAX_DEPTH = 100
"""Levels of a dict, below the depth to which Python functions may call themselves."""
_MAX_VALUES = 500_000
"""Values of a dict; if it has more, its parts may be repeated, which is detected when it is converted whole."""
_LONG_PATH = 256


class _Routes:
    """The route for each path of an event, computed when it is needed."""

    def __init__(self, slots: dict[str, int]) -> None:
        self._slots = slots
        self._sorted = sorted(slots)

    def get(self, path: str) -> _Route | None:
        below = f"{path}."
        at = bisect_left(self._sorted, below)
        deeper = at < len(self._sorted) and self._sorted[at].startswith(below)
        slot = self._slots.get(path, -1)
        return (slot, below if deeper else None) if deeper or slot >= 0 else None


def _routes(slots: dict[str, int]) -> dict[str, _Route] | _Routes:
    """The routes as a dict, which is faster, unless very long paths would make it huge."""
    routes = _Routes(slots)
    if sum(len(path) * path.count(".") for path in slots) > _MAX_ROUTES:
        return routes
    above = {path[:at] for path in slots for at, c in enumerate(path) if c == "."}
    known = {path: routes.get(path) for path in above | set(slots)}
    return {path: route for path, route in known.items() if route is not None}

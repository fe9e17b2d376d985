"""Looks up a path of a pattern in an event that simdjson has parsed, and whether the path has other values too.

simdjson finds the first member of a name. The path certainly has no other values if none of its names is repeated:
mostly because the text of the event contains each only once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from pipefilter.matching.projection.escapes import EscapeDetector, is_plain
from pipefilter.native_libraries.byte_search import count, find
from pipefilter.native_libraries.json_reader import Array, Object

__all__ = ["Node", "ProjectedPath", "can_be_projected", "hidden_name_detector", "share_places"]

Node: TypeAlias = "Object | Array | str | float | bool | None"
"""A JSON value of simdjson; objects and arrays are converted only on access."""
_Keys = tuple[bytes, ...]
_Get = Callable[["Object"], "Node"]
_OFTEN = 16
"""If a path's last name was repeated so often, it is not counted first any more."""
_MAX_PLACES = 4
"""If a name has more places, checking each costs more than iterating over an object."""


def can_be_projected(steps: Iterable[str]) -> bool:
    """Whether each name on a path can be written in only one way, has no dot, and is not empty."""
    return all(step and "." not in step and is_plain(step) for step in steps)


class ProjectedPath:
    """A path of a pattern, looked up in parsed events."""

    def __init__(self, steps: tuple[str, ...]) -> None:
        self.steps = steps
        self.keys = tuple(step.encode() for step in steps)
        """The names as bytes, which are faster in simdjson."""
        self.quoted = tuple(b'"%b"' % key for key in self.keys)
        self.get = _getter(self.keys)
        """Returns the value; raises KeyError if there is none, TypeError if a value on the path is not an object."""
        self.often_missing: list[bytes] = []
        """Names, quoted, that were missing before: a look-up that fails is the most expensive step."""
        self._levels = self._make_levels({})
        self._repeated = 0
        """How often the last name was in an event repeatedly."""
        self._places: dict[bytes, tuple[_Get, ...]] = {}

    def share_places(self, places: Mapping[bytes, Mapping[_Keys, _Get]]) -> None:
        """Set the places where patterns have the names of the path: there, a name is not a repetition.

        Args:
            places: the look-ups for each name, by the path to it.
        """
        for key in self.keys:
            self._places[key] = tuple(places.get(key, {}).values())
        self._levels = self._make_levels(places)

    def _make_levels(
        self, places: Mapping[bytes, Mapping[_Keys, _Get]]
    ) -> tuple[tuple[str, bytes, bytes, tuple[_Get, ...]], ...]:
        """Each name as a string, as bytes, and in quotes, with the look-ups of its other places."""
        return tuple(
            (
                self.steps[at],
                key,
                self.quoted[at],
                tuple(get for path, get in places.get(key, {}).items() if path != self.keys[: at + 1]),
            )
            for at, key in enumerate(self.keys)
        )

    def is_only(self, event: Object, line: bytes) -> bool:
        """Whether the value that `get` returns is the only one of the path.

        Args:
            event: the parsed line; it has a value at the path.
            line: without a name of the path that is written with escapes, or before a dot.
        """
        # another value of the path would have its last name, too
        if self._repeated < _OFTEN:
            if count(line, self.quoted[-1]) == 1:
                return True
            self._repeated += 1
        node: Node = event
        for step, key, name, others in self._levels:
            parent, node = node, node[key]  # type: ignore[index]  # an Object, as it has the member
            if len(parent) == 1:  # type: ignore[arg-type]  # as above; much faster than counting
                continue
            times = count(line, name)
            if times == 1 or (times == len(others) + 1 and _are_all_there(others, event)):
                continue
            if list(parent).count(step) > 1:  # type: ignore[arg-type]  # as above
                return False
        return True

    def is_unique(self, event: Object, line: bytes) -> bool:
        """Whether the path has no other value than the one that its first members lead to.

        False if there is an array on the path before the last name.

        Args:
            line: without a name of the path that is written with escapes, or before a dot.
        """
        node: Node = event
        for at, key in enumerate(self.keys):
            if type(node) is not Object:
                return type(node) is not Array
            times = count(line, self.quoted[at])
            if not times:
                return True
            if (
                times > 1
                and len(node) > 1
                and not self._are_all_known(event, key, times)
                and list(node).count(self.steps[at]) > 1
            ):
                return False
            try:
                node = node[key]  # type: ignore[index]  # simdjson accepts bytes too, which is faster
            except KeyError:
                return True
        return True

    def _are_all_known(self, event: Object, key: bytes, times: int) -> bool:
        """Whether all occurrences of a name in the line are in places that the pattern names."""
        places = self._places.get(key, ())
        if times > len(places):
            return False
        for get in places:
            try:
                get(event)
            except (KeyError, TypeError):  # a value that is not an object has no such member
                continue
            times -= 1
        return not times

    def remember_missing(self, event: Object) -> None:
        """Remember the name that was missing when a look-up failed."""
        node: Node = event
        for key, name in zip(self.keys, self.quoted, strict=True):
            try:
                node = node[key]  # type: ignore[index]  # a value that is not an object ends the path
            except KeyError:
                if name not in self.often_missing:
                    self.often_missing.append(name)
                return
            except TypeError:
                return


def _getter(keys: tuple[bytes, ...]) -> Callable[[Object], Node]:
    """A function that looks up a path, without a loop if the path is short.

    Args:
        keys: at least one; the function raises KeyError or TypeError if one is missing.
    """
    first, *rest = keys
    if not rest:
        return lambda event: event[first]  # type: ignore[index]  # simdjson accepts bytes too, which is faster
    second, *rest = rest
    if not rest:
        return lambda event: event[first][second]  # type: ignore[index]  # raises what `look` catches
    third, *rest = rest
    if not rest:
        return lambda event: event[first][second][third]  # type: ignore[index]  # as above
    fourth, *rest = rest
    if not rest:
        return lambda event: event[first][second][third][fourth]  # type: ignore[index]  # as above

    def get(event: Object) -> Node:
        node: Node = event
        for key in keys:
            node = node[key]  # type: ignore[index]  # as above
        return node

    return get


def _are_all_there(places: tuple[_Get, ...], event: Object) -> bool:
    try:
        for get in places:
            get(event)
    except (KeyError, TypeError):  # a value that is not an object has no such member
        return False
    return True


def share_places(paths: Iterable[ProjectedPath]) -> None:
    """Set for each path where the other paths have their names."""
    paths = list(paths)
    places: dict[bytes, dict[_Keys, _Get]] = {}
    for path in paths:
        for end in range(1, len(path.keys) + 1):
            keys = path.keys[:end]
            getters = places.setdefault(keys[-1], {})
            if keys not in getters:
                getters[keys] = _getter(keys)
    few = {key: getters for key, getters in places.items() if len(getters) <= _MAX_PLACES}
    for path in paths:
        path.share_places(few)


def hidden_name_detector(paths: Iterable[ProjectedPath]) -> Callable[[bytes], bool]:
    """A function that returns whether bytes may have a name of the paths with escapes, or before a dot."""
    steps = {path.steps for path in paths}
    # the dot after a name can be written with an escape too
    escapes = EscapeDetector(sorted({".", *(step for path in steps for step in path)}))
    joined = tuple(f'"{step}.'.encode() for step in sorted({step for path in steps for step in path[:-1]}))

    def may_hide(data: bytes) -> bool:
        if escapes.may_be_in(data):
            return True
        for name in joined:  # noqa: SIM110 - a generator costs more than the search
            if find(data, name) >= 0:
                return True
        return False

    return may_hide

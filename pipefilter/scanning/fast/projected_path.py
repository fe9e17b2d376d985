"""One path of a pattern in an event that simdjson has parsed: where it leads, and whether it leads elsewhere too.

simdjson finds the first member of a name. That there are no other members of the path is certain only if no name
on it is repeated: mostly since it stands in the text of the event once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from pipefilter.scanning.bytes.native import Array, Object, count, find
from pipefilter.scanning.fast.needles import EscapeDetector, is_plain

__all__ = ["Node", "ProjectedPath", "can_be_projected", "hidden_name_detector", "share_places"]

Node: TypeAlias = "Object | Array | str | float | bool | None"
"""What simdjson makes of a JSON value: objects and arrays are looked into only when asked."""
_Keys = tuple[bytes, ...]
_Get = Callable[["Object"], "Node"]
_MOST_PLACES = 4
"""With more places of a name, looking at each costs more than going through an object."""


def can_be_projected(steps: Iterable[str]) -> bool:
    """Whether each name on a path is written as it is, has no dot, and is not empty."""
    return all(step and "." not in step and is_plain(step) for step in steps)


class ProjectedPath:
    """One path.

    Args:
        steps: its names; they can be projected.
    """

    def __init__(self, steps: tuple[str, ...]) -> None:
        self.steps = steps
        self.keys = tuple(step.encode() for step in steps)
        """The names as bytes, which simdjson takes too, and faster."""
        self.quoted = tuple(b'"%b"' % key for key in self.keys)
        self.get = _getter(self.keys)
        """Gives the value; raises KeyError if there is none, TypeError if what should be looked into is no object."""
        self.often_missing: list[bytes] = []
        """Names, quoted, that were missing before: a look-up that fails costs more than all else."""
        self._parents = [_itself, *(_getter(self.keys[:end]) for end in range(1, len(steps)))]
        self._elsewhere: list[tuple[_Get, ...]] = [() for _ in steps]
        self._places: dict[bytes, tuple[_Get, ...]] = {}

    def share_places(self, places: Mapping[bytes, Mapping[_Keys, _Get]]) -> None:
        """Tell the path in which places the pattern has its names: there a name is no repetition.

        Args:
            places: for each name the look-ups of its places, by the names on the way and itself.
        """
        for at, key in enumerate(self.keys):
            found = places.get(key, {})
            way = self.keys[: at + 1]
            self._elsewhere[at] = tuple(get for other, get in found.items() if other != way)
            self._places[key] = tuple(found.values())

    def is_only(self, event: Object, line: bytes) -> bool:
        """Whether the value that `get` gives is the only one of the path.

        Args:
            event: the line, parsed; it has a value at the path.
            line: in which no name of the path is written with escapes, or before a dot.
        """
        for at, name in enumerate(self.quoted):
            times = count(line, name)
            if times == 1:
                continue
            parent = self._parents[at](event)
            if len(parent) == 1:  # type: ignore[arg-type]  # an Object, as it has the member
                continue
            others = self._elsewhere[at]
            if times == len(others) + 1 and _are_all_there(others, event):
                continue
            if list(parent).count(self.steps[at]) > 1:  # type: ignore[arg-type]  # likewise
                return False
        return True

    def is_all_on_the_way(self, event: Object, line: bytes) -> bool:
        """Whether the path has no values but the one to which the first members of its names lead.

        False if there is an array on the way to the last name.

        Args:
            event: the line, parsed.
            line: in which no name of the path is written with escapes, or before a dot.
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
                node = node[key]  # type: ignore[index]  # simdjson takes bytes too, which is faster
            except KeyError:
                return True
        return True

    def _are_all_known(self, event: Object, key: bytes, times: int) -> bool:
        """Whether a name that stands in the line so often does so in places that the pattern names."""
        places = self._places.get(key, ())
        if times > len(places):
            return False
        for get in places:
            try:
                get(event)
            except (KeyError, TypeError):  # what cannot be looked into has no such member
                continue
            times -= 1
        return not times

    def remember_missing(self, event: Object) -> None:
        """Remember the name that was missing when a look-up failed.

        Args:
            event: in which it failed.
        """
        node: Node = event
        for key, name in zip(self.keys, self.quoted, strict=True):
            try:
                node = node[key]  # type: ignore[index]  # what cannot be looked into ends the way
            except KeyError:
                if name not in self.often_missing:
                    self.often_missing.append(name)
                return
            except TypeError:
                return


def _getter(keys: tuple[bytes, ...]) -> Callable[[Object], Node]:
    """Look-ups one after the other, without a loop where they are few.

    Args:
        keys: at least one; what it returns raises KeyError or TypeError where one is not there.
    """
    first, *rest = keys
    if not rest:
        return lambda event: event[first]  # type: ignore[index]  # simdjson takes bytes too, which is faster
    second, *rest = rest
    if not rest:
        return lambda event: event[first][second]  # type: ignore[index]  # raises what `look` catches
    third, *rest = rest
    if not rest:
        return lambda event: event[first][second][third]  # type: ignore[index]  # likewise
    fourth, *rest = rest
    if not rest:
        return lambda event: event[first][second][third][fourth]  # type: ignore[index]  # likewise

    def get(event: Object) -> Node:
        node: Node = event
        for key in keys:
            node = node[key]  # type: ignore[index]  # likewise
        return node

    return get


def _itself(event: Object) -> Node:
    return event


def _are_all_there(places: tuple[_Get, ...], event: Object) -> bool:
    try:
        for get in places:
            get(event)
    except (KeyError, TypeError):  # what cannot be looked into has no such member
        return False
    return True


def share_places(paths: Iterable[ProjectedPath]) -> None:
    """Tell paths where the other paths have their names.

    Args:
        paths: of one pattern, or of several.
    """
    paths = list(paths)
    places: dict[bytes, dict[_Keys, _Get]] = {}
    for path in paths:
        for end in range(1, len(path.keys) + 1):
            way = path.keys[:end]
            found = places.setdefault(way[-1], {})
            if way not in found:
                found[way] = _getter(way)
    few = {key: found for key, found in places.items() if len(found) <= _MOST_PLACES}
    for path in paths:
        path.share_places(few)


def hidden_name_detector(paths: Iterable[ProjectedPath]) -> Callable[[bytes], bool]:
    """A test of bytes: may some name of the paths be written in them with escapes, or before a dot?

    Args:
        paths: of one pattern, or of several.
    """
    steps = {path.steps for path in paths}
    # the dot before which a name may stand can be written with an escape too
    hiding = EscapeDetector(sorted({".", *(step for some in steps for step in some)}))
    joined = tuple(f'"{step}.'.encode() for step in sorted({step for some in steps for step in some[:-1]}))

    def may_hide(data: bytes) -> bool:
        if hiding.may_be_in(data):
            return True
        for name in joined:  # noqa: SIM110 - a generator costs more than the search
            if find(data, name) >= 0:
                return True
        return False

    return may_hide

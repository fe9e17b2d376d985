"""Finds out which byte strings blocks contain, with fewer searches than there are byte strings.

A block without `essage` contains neither `"messageId"` nor `"MessageId"`. Such a part of several strings is a probe: it is
searched for in place of them, as long as the traffic does not contain it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from pipefilter.native_libraries.byte_search import find

__all__ = ["Probes", "choose_probes"]

_SHORTEST = 2
"""Bytes in a probe; texts contain nearly every single byte."""
_FIRST_CHOICE = 2
"""The number of the block with which probes are chosen first; for a single block, choosing costs more than it saves."""
_FIRST_SAMPLE = 1 << 16
"""Bytes of that block to which nearly all parts of the strings are compared."""


class Probes:
    """Some byte strings, and the probes for them; those are chosen for the traffic that comes.

    A part of a string that was once in the traffic is no probe any more. So the probes for a string change at most as often
    as it has parts, and then it is searched for itself.
    """

    __slots__ = ("_blocks", "_present_parts", "_probes")

    def __init__(self, strings: Iterable[bytes]) -> None:
        self._probes: dict[bytes, tuple[bytes, ...]] = {string: (string,) for string in strings}
        self._present_parts: set[bytes] = set()
        self._blocks = 0

    def strings_in(self, data: bytes) -> set[bytes]:
        """Those of the strings that a block contains, exactly."""
        hits = [probe for probe in self._probes if find(data, probe) >= 0]
        strings = {string for probe in hits for string in self._probes[probe] if find(data, string) >= 0}
        self._blocks += 1
        if self._blocks == _FIRST_CHOICE:
            self._choose(list(self._probes), data[:_FIRST_SAMPLE])
        else:
            self._choose([probe for probe in hits if self._probes[probe] != (probe,)], data)
        return strings

    def _choose(self, probes: Iterable[bytes], data: bytes) -> None:
        """Replace some probes by others that a block does not contain."""
        strings = {string for probe in probes for string in self._probes.pop(probe)}
        if not strings:
            return
        for probe, covered in choose_probes(strings, lambda part: self._is_absent(part, data)).items():
            # it may be the probe of other strings, too
            self._probes[probe] = (*self._probes.get(probe, ()), *covered)

    def _is_absent(self, part: bytes, data: bytes) -> bool:
        if part not in self._present_parts and find(data, part) >= 0:
            self._present_parts.add(part)
        return part not in self._present_parts


def choose_probes(
    strings: Iterable[bytes], is_absent: Callable[[bytes], bool]
) -> Mapping[bytes, tuple[bytes, ...]]:
    """A few byte strings of which each string contains one, and the strings for which each of them is searched.

    Args:
        is_absent: whether a part of a string is not in the traffic. A string without such a part is its own probe.
    """
    left = set(strings)
    is_absent = cache(is_absent)
    parts_of = {string: _shortest_absent(string, is_absent) for string in left}
    probes: dict[bytes, tuple[bytes, ...]] = {
        string: (string,) for string, parts in parts_of.items() if not parts
    }
    left.difference_update(probes)
    while left:
        strings_with: dict[bytes, list[bytes]] = {}
        for string in sorted(left):
            for part in parts_of[string]:
                strings_with.setdefault(part, []).append(string)
        best = max(strings_with, key=lambda part: (len(strings_with[part]), len(part), part))
        covered = strings_with[best]
        probes[_extended(best, covered)] = tuple(covered)
        left.difference_update(covered)
    return probes


def _shortest_absent(string: bytes, is_absent: Callable[[bytes], bool]) -> set[bytes]:
    """The absent parts of a string that have no shorter absent part: any string with a longer one contains these too."""
    shortest: set[bytes] = set()
    starts = set(range(len(string) - _SHORTEST + 1))  # of parts in which no shorter part is absent
    for length in range(_SHORTEST, len(string) + 1):
        absent = {at for at in starts if is_absent(string[at : at + length])}
        shortest.update(string[at : at + length] for at in absent)
        present = starts - absent
        starts = {at for at in present if at + 1 in present}
    return shortest


def _extended(part: bytes, strings: list[bytes]) -> bytes:
    """The longest part of all strings around a part of them, which other traffic contains less often."""
    first = strings[0]
    start = first.index(part)
    end = start + len(part)
    while start and all(first[start - 1 : end] in string for string in strings):
        start -= 1
    while end < len(first) and all(first[start : end + 1] in string for string in strings):
        end += 1
    return first[start:end]

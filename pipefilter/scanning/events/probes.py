"""Finds out which byte strings blocks contain, with fewer searches than there are byte strings.

A block without `essage` contains neither `"messageId"` nor `"MessageId"`. Such a part of several strings is a probe: it is
searched for in place of them, as long as the traffic does not contain it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
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

    __slots__ = ("_blocks", "_present_parts", "_probe_of", "_probes")

    def __init__(self, strings: Iterable[bytes]) -> None:
        self._probe_of = {string: string for string in strings}
        self._probes = tuple(self._probe_of)
        self._present_parts: set[bytes] = set()
        self._blocks = 0

    def strings_in(self, data: bytes) -> set[bytes]:
        """Those of the strings that a block contains, exactly."""
        hits = {probe for probe in self._probes if find(data, probe) >= 0}
        possible = [string for string, probe in self._probe_of.items() if probe in hits] if hits else []
        self._blocks += 1
        if self._blocks == _FIRST_CHOICE:
            self._choose(list(self._probe_of), data[:_FIRST_SAMPLE])
        else:
            self._choose([string for string in possible if self._probe_of[string] != string], data)
        return {string for string in possible if find(data, string) >= 0}

    def _choose(self, strings: Collection[bytes], data: bytes) -> None:
        """Choose other probes for some strings, which a block does not contain."""
        if strings:
            self._probe_of |= choose_probes(strings, lambda part: self._is_absent(part, data))
            self._probes = tuple(dict.fromkeys(self._probe_of.values()))

    def _is_absent(self, part: bytes, data: bytes) -> bool:
        if part not in self._present_parts and find(data, part) >= 0:
            self._present_parts.add(part)
        return part not in self._present_parts


def choose_probes(strings: Iterable[bytes], is_absent: Callable[[bytes], bool]) -> Mapping[bytes, bytes]:
    """The probe for each string, which is a part of it; as many strings as possible have the same.

    Args:
        is_absent: whether a part of a string is not in the traffic. A string without such a part is its own probe.
    """
    is_absent = cache(is_absent)
    parts_of = {string: _shortest_absent(string, is_absent) for string in sorted(strings)}
    probe_of = {string: string for string, parts in parts_of.items() if not parts}
    while left := [string for string in parts_of if string not in probe_of]:
        strings_with: dict[bytes, list[bytes]] = {}
        for string in left:
            for part in parts_of[string]:
                strings_with.setdefault(part, []).append(string)
        best = max(strings_with, key=lambda part: (len(strings_with[part]), len(part), part))
        probe_of |= dict.fromkeys(strings_with[best], _extended(best, strings_with[best]))
    return probe_of


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

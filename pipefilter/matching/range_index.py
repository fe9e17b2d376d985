"""An index of entries by ranges of numbers: a number looks up the ranges that it is in, without a look at all others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Generic, TypeVar

__all__ = ["RangeIndex"]

_Entry = TypeVar("_Entry")


class RangeIndex(Generic[_Entry]):
    """One entry for each range; both ends are included."""

    __slots__ = ("_entries", "_highest", "_lows", "_sorted")

    def __init__(self) -> None:
        self._entries: dict[tuple[float, float], _Entry] = {}
        self._sorted: list[tuple[float, float]] = []
        self._lows: list[float] = []
        self._highest: list[float] = []
        """A binary tree over the sorted ranges: the highest end in each subtree; the root is at 1."""

    def __len__(self) -> int:
        return len(self._entries)

    def setdefault(self, low: float, high: float, entry: _Entry) -> _Entry:
        """The entry of a range, after adding it if the range has none."""
        return self._entries.setdefault((low, high), entry)

    def around(self, number: float) -> list[_Entry]:
        """The entries of the ranges that a number is in."""
        if not self._entries:
            return []
        if len(self._sorted) != len(self._entries):
            self._sort()
        # only ranges that begin at or before the number, and of these the ones that end at or after it
        until = bisect_right(self._lows, number)
        entries = []
        todo = [(1, 0, len(self._highest) // 2)] if until else []
        while todo:
            node, first, last = todo.pop()
            if first >= until or self._highest[node] < number:
                continue
            if last - first == 1:
                entries.append(self._entries[self._sorted[first]])
                continue
            middle = (first + last) // 2
            todo += [(2 * node, first, middle), (2 * node + 1, middle, last)]
        return entries

    def around_any(self, numbers: list[float]) -> Iterable[_Entry]:
        """The entries of the ranges that any of the numbers is in, each once."""
        entries: dict[_Entry, None] = {}
        hits = 0
        for number in numbers if self._entries else ():
            around = self.around(number)
            entries.update(dict.fromkeys(around))
            hits += len(around)
            if hits > 2 * len(self._entries):  # the same ranges over and over: now look at each range once
                ordered = sorted(numbers)
                return [entry for bounds, entry in self._entries.items() if _any_within(ordered, *bounds)]
        return entries

    def _sort(self) -> None:
        ordered = sorted(self._entries)
        leaves = 1 << max(0, len(ordered) - 1).bit_length()
        highest = [float("-inf")] * leaves + [high for _, high in ordered]
        highest += [float("-inf")] * (2 * leaves - len(highest))
        for node in range(leaves - 1, 0, -1):
            highest[node] = max(highest[2 * node], highest[2 * node + 1])
        self._lows = [low for low, _ in ordered]
        self._highest = highest
        self._sorted = ordered  # last: for another thread it says that all is sorted


def _any_within(ordered: list[float], low: float, high: float) -> bool:
    at = bisect_left(ordered, low)
    return at < len(ordered) and ordered[at] <= high

"""The lines of a block. Long lines are copied only when needed: copying all at once costs as much as parsing them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from operator import sub

from pipefilter.native_libraries.byte_search import count, find

__all__ = ["Lines"]

_LONG = 450
"""Bytes; shorter lines stay in the processor's cache when all are copied at once, which is faster."""


class Lines:
    """Some lines, without their line feeds; the last one in the data needs none. They are separated when they are used."""

    __slots__ = ("_copies", "_count", "_ends", "_is_split", "_starts", "are_candidates", "data")

    def __init__(self, data: bytes, *, are_candidates: bool = False) -> None:
        self.data = data
        self.are_candidates = are_candidates
        self._copies: list[bytes] = []
        self._count: int | None = None
        self._ends: list[int] = []
        self._starts: list[int] = []
        self._is_split = not data

    def _split(self) -> None:
        data = self.data
        self._is_split = True
        first = find(data, b"\n", 0)
        some = data[first + 1 : first + 1 + 4 * _LONG].count(b"\n")  # the first line may not be typical
        if some > 4 or first < 0 or len(data) < 4 * _LONG:
            self._copies = data.split(b"\n")
            if not self._copies[-1]:
                self._copies.pop()
        else:
            self._find_ends(first)

    def _find_ends(self, first: int) -> None:
        data, at, add = self.data, first, self._ends.append
        while at >= 0:
            add(at)
            at = find(data, b"\n", at + 1)
        self._starts = [0, *[end + 1 for end in self._ends]]
        if self._starts[-1] < len(data):
            add(len(data))

    @property
    def ends(self) -> list[int]:
        """The offsets of the line feeds, and of the end of the data if the last line has none."""
        if not self._is_split:
            self._split()
        if not self._ends and self._copies:
            self._ends = [end - 1 for end in accumulate(len(line) + 1 for line in self._copies)]
        return self._ends

    def __len__(self) -> int:
        if self._count is None:
            if self._is_split:
                self._count = len(self._copies) or len(self._ends)
            else:
                self._count = count(self.data, b"\n") + (not self.data.endswith(b"\n"))
        return self._count

    def __getitem__(self, index: int) -> bytes:
        if not self._is_split:
            self._split()
        if self._copies:
            return self._copies[index]
        return self.data[self._starts[index] : self._ends[index]]

    def __iter__(self) -> Iterator[bytes]:
        if not self._is_split:
            self._split()
        if self._copies:
            return iter(self._copies)
        return map(self.data.__getitem__, map(slice, self._starts, self._ends))

    @property
    def longest(self) -> int:
        """The length of the longest line, in bytes."""
        if not self._is_split:
            self._split()
        if self._copies:
            return max(map(len, self._copies))
        return max(map(sub, self._ends, self._starts), default=0)

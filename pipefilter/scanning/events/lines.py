"""The lines of a block, which are separated only when they are used."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import accumulate

from pipefilter.native_libraries.byte_search import count

__all__ = ["Lines"]


class Lines:
    """Some lines, each with its line feed; only the last one in the data may have none.

    Readers of JSON ignore line feeds, and this is how lines are separated fastest: splitting them off takes half as long
    as parsing the lines.

    Args:
        number: of the lines, if it is known.
    """

    __slots__ = ("_count", "_ends", "_separated", "are_candidates", "data")

    def __init__(self, data: bytes, *, are_candidates: bool = False, number: int | None = None) -> None:
        self.data = data
        self.are_candidates = are_candidates
        self._separated: list[bytes] | None = None
        self._ends: list[int] | None = None
        self._count = number

    @property
    def _all(self) -> list[bytes]:
        if self._separated is None:
            self._separated = BytesIO(self.data).readlines()
        return self._separated

    @property
    def ends(self) -> list[int]:
        """The offsets after the line feeds, and of the end of the data if the last line has none."""
        if self._ends is None:
            self._ends = list(accumulate(map(len, self._all)))
        return self._ends

    def __len__(self) -> int:
        if self._count is None:
            if self._separated is None:
                self._count = count(self.data, b"\n") + (bool(self.data) and not self.data.endswith(b"\n"))
            else:
                self._count = len(self._separated)
        return self._count

    def __getitem__(self, index: int) -> bytes:
        return self._all[index]

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._all)

    @property
    def longest(self) -> int:
        """The length of the longest line, in bytes."""
        return max(map(len, self._all), default=0)

    def are_shorter_than(self, size: int) -> bool:
        """Whether each line, without its line feed, has fewer bytes."""
        data, at = self.data, -1
        while len(data) - at > size:
            at = data.rfind(b"\n", at + 1, at + 1 + size)
            if at < 0:
                return False
        return True

    def without_feeds(self) -> list[bytes]:
        """All lines without their line feeds."""
        return [line.removesuffix(b"\n") for line in self._all]

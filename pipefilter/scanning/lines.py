"""The lines of a block, each cut out when it is needed: cutting all at once costs as much as parsing them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import sub

__all__ = ["Lines"]

_Find = Callable[[bytes, bytes, int], int]


def _finder() -> _Find:
    try:
        from pipefilter.scanning.native import find  # noqa: PLC0415 - native, and may not be installed
    except ImportError:
        return bytes.find
    return find  # type: ignore[no-any-return]  # it brings no types


_find = _finder()


class Lines:
    """Some lines, without their line feeds.

    Args:
        data: each ends in a line feed, except perhaps the last.
    """

    __slots__ = ("_starts", "data", "ends")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.ends: list[int] = []
        """The offsets of the line feeds; of a last line without one, where the data end."""
        at = _find(data, b"\n", 0)
        add = self.ends.append
        while at >= 0:
            add(at)
            at = _find(data, b"\n", at + 1)
        self._starts = [0, *[end + 1 for end in self.ends]]
        if self._starts[-1] < len(data):
            add(len(data))

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, index: int) -> bytes:
        return self.data[self._starts[index] : self.ends[index]]

    def __iter__(self) -> Iterator[bytes]:
        return map(self.data.__getitem__, map(slice, self._starts, self.ends))

    @property
    def longest(self) -> int:
        """The length of the longest, in bytes."""
        return max(map(sub, self.ends, self._starts), default=0)

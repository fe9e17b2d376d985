"""Lines and columns in bytes that come piece by piece, as the matcher's messages count them."""

from __future__ import annotations

import re

__all__ = ["Position", "utf16_units"]

_LINE_BREAK = re.compile(rb"\r\n?|\n")
_CONTINUATION_BYTES = bytes(range(0x80, 0xC0))
_ALL_BUT_FIRST_OF_FOUR = bytes(set(range(256)) - set(range(0xF0, 0xF8)))


class Position:
    """A line and a column, both from 1."""

    __slots__ = ("_after_return", "column", "line")

    def __init__(self) -> None:
        self.line = 1
        self.column = 1
        self._after_return = False

    def advance(self, passed: bytes) -> None:
        """Move on past some bytes, at least one."""
        ends_with_return = passed[-1:] == b"\r"
        if self._after_return:
            passed = passed.removeprefix(b"\n")
        self._after_return = ends_with_return
        if b"\r" in passed:
            passed = _LINE_BREAK.sub(b"\n", passed)
        if b"\n" in passed:
            breaks = passed.count(b"\n")
            self.line, self.column = self.line + breaks, 1
            passed = passed[passed.rindex(b"\n") + 1 :]
        self.column += utf16_units(passed)


def utf16_units(piece: bytes) -> int:
    """The number of UTF-16 units of a piece of UTF-8."""
    if piece.isascii():
        return len(piece)
    return len(piece.translate(None, _CONTINUATION_BYTES)) + len(piece.translate(None, _ALL_BUT_FIRST_OF_FOUR))

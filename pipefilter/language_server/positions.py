"""Offsets in a text, and the positions of the Language Server Protocol: lines and UTF-16 units, both from 0."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from lsprotocol.types import Position, Range

from pipefilter.json_text.place import utf16_length

__all__ = ["Positions", "characters_in"]

_LINE_BREAK = re.compile(r"\r\n?|\n")
"""https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#textDocuments"""


class Positions:
    """Converts between the offsets of a text and positions in it; a position that does not exist becomes the nearest."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _breaks(self) -> list[re.Match[str]]:
        return list(_LINE_BREAK.finditer(self._text))

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(each.end() for each in self._breaks)]

    def offset(self, position: Position) -> int:
        """The offset of a position: at most the end of its line, and never inside a character."""
        line = position.line
        if line >= len(self._starts):
            return len(self._text)
        start = self._starts[line]
        end = self._breaks[line].start() if line < len(self._breaks) else len(self._text)
        units = position.character
        return start + characters_in(self._text[start : min(end, start + units)], units)

    def position(self, offset: int) -> Position:
        """The position of an offset; one between CR and LF is that of the CR, which is the end of the line."""
        at = min(max(0, offset), len(self._text))
        if at and self._text.startswith("\r\n", at - 1):
            at -= 1
        line = bisect_right(self._starts, at) - 1
        return Position(line, utf16_length(self._text[self._starts[line] : at]))

    def range(self, start: int, end: int) -> Range:
        """The range between two offsets."""
        return Range(self.position(start), self.position(max(start, end)))


def characters_in(line: str, units: int) -> int:
    """How many characters of a line the first UTF-16 units are; half a character is none."""
    piece = line[:units]
    if piece.isascii() or max(piece) <= "\uffff":
        return len(piece)
    for index, character in enumerate(piece):
        units -= 2 if character > "\uffff" else 1
        if units < 0:
            return index
    return len(piece)

"""Finds where events start and end in lines, by brackets and quotes, in one pass.

An event may continue on further lines: until its last bracket is closed, or until a line starts another event.
`{"a":1}, {"b":2}` are two events, with a comma after the first. Text outside of events is malformed: to the end of its
line if it starts the line, as text in a log does, and else up to the next brace.
"""

from __future__ import annotations

import re

from pipefilter.dataclass import dataclass
from pipefilter.scanning.events.framing import LOOK_BACK, end_of, inside, is_nested, shallow_end

__all__ = ["LineFraming", "LinePiece", "end_of_text", "nested_pieces"]

_WHITE = re.compile(rb"[ \t\r\n]*+")
_OBJECT_LINE = re.compile(rb"[ \t\r]*+\{")
_COMMA = re.compile(rb"[ \t\r]*+,[ \t\r\n]*+(?=\{|\Z)")
_SCALAR = rb'(?:"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"|-?\d[\d.eE+-]*+|true|false|null)'
_STRAY = re.compile(rb"(?:(?:[]}:,]|" + _SCALAR + rb")[ \t\r]*+)++(?=\{)")
_TEXT = re.compile(rb"[^{\n]*+")
_TEXT_LINE = re.compile(rb"[^\n]*+")
_CLOSERS = re.compile(rb"(?:[]}][ \t\r\n,]*+)++(?=\{)")
_NESTED_LINE = re.compile(rb"\n[ \t\r]*+(?:,[ \t\r]*+)?+(?=\{)")
_BETWEEN = b" \t\r\n,"
_BRACKET = re.compile(rb'"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"?|[]{}[]')
_OPENING = b"{["


@dataclass(frozen=True, slots=True)
class LinePiece:
    """A part of a line, or of several, that is to be evaluated by itself.

    Args:
        start: its offset; 0 for an event that continues from an earlier line.
        is_whole: whether it is an object with all brackets closed; everything else is malformed.
        has_comma: whether a comma separates it from the next event, or from the one before.
    """

    start: int
    end: int
    is_whole: bool
    has_comma: bool = False


def end_of_text(data: bytes, at: int, *, starts_line: bool) -> int:
    """The end of the text outside of events that starts at an offset; the end of the data if it may go on there."""
    if not starts_line:
        return end_of(_TEXT, data, at)
    stray = _STRAY.match(data, at)
    return stray.end() if stray else end_of(_TEXT_LINE, data, at)


class LineFraming:
    """Finds the pieces of consecutive lines.

    Args:
        in_line: whether the first line starts after other text on it.
    """

    __slots__ = ("_after_comma", "_before", "_in_line", "depth", "open_at")

    def __init__(self, *, in_line: bool = False) -> None:
        self.depth = 0
        """The number of open brackets; 0 if no event is open."""
        self.open_at = 0
        """Where in the last line the open event starts, if it starts there."""
        self._before = b""
        self._after_comma = False
        self._in_line = in_line

    def is_cut_off_by(self, line: bytes) -> bool:
        """Whether an event is open, and a line starts another."""
        return self.depth > 0 and _OBJECT_LINE.match(line) is not None and not is_nested(self._before)

    def abandon(self) -> None:
        """Drop the open event."""
        self.depth, self._before = 0, b""

    def pieces(self, line: bytes) -> list[LinePiece]:
        """The pieces that end in a line, line feed included; an event that continues is open after it."""
        pieces: list[LinePiece] = []
        at = 0
        if self.depth:
            at = self._look_inside(line, 0, pieces, 0)
        while (at := end_of(_WHITE, line, at)) < len(line):
            at = self._next_piece(line, at, pieces)
        self._in_line = False
        self._after_comma = False  # a comma on a line of its own belongs to no event, wherever blocks are split
        self._before = (self._before + line)[-LOOK_BACK:] if self.depth else b""
        return pieces

    def _next_piece(self, line: bytes, at: int, pieces: list[LinePiece]) -> int:
        """Find the piece that starts at an offset, and return the offset after it."""
        if line.startswith(b"{", at):
            end = shallow_end(line, at)
            if end >= 0:
                return self._add_event(line, at, end, pieces)
            self.depth, self.open_at, self._before = 1, at, b""
            return self._look_inside(line, at + 1, pieces, at)
        if comma := _COMMA.match(line, at):
            self._after_comma = True
            return comma.end()
        starts_line = not pieces and not self._in_line
        end = end_of_text(line, at, starts_line=starts_line)
        pieces.append(LinePiece(at, end, is_whole=False))
        return end

    def _look_inside(self, line: bytes, at: int, pieces: list[LinePiece], start: int) -> int:
        """Search for the end of the open event, and return the offset after the bytes that were searched."""
        while True:
            at = end_of(inside(), line, at)
            bracket = line[at : at + 1]
            if not bracket:
                return at
            if bracket == b'"':  # a string that continues on the next line is not JSON
                self.abandon()
                pieces.append(LinePiece(start, len(line), is_whole=False))
                return len(line)
            at += 1
            self.depth += 1 if bracket in _OPENING else -1
            if not self.depth:
                return self._add_event(line, start, at, pieces)

    def _add_event(self, line: bytes, start: int, end: int, pieces: list[LinePiece]) -> int:
        comma = _COMMA.match(line, end)
        pieces.append(LinePiece(start, end, is_whole=True, has_comma=self._after_comma or comma is not None))
        self._after_comma = False
        return comma.end() if comma else end


def nested_pieces(text: bytes) -> list[LinePiece]:
    """The pieces of an event that is cut off: objects in it that start lines may be the events after it.

    A comma may come before them, if each event of an array starts a line with the comma after the last one.
    """
    starts = sorted(match.end() for match in _NESTED_LINE.finditer(text))
    ends = _ends_of(text) if starts else {}
    pieces, at = [], 0
    for start in starts:
        if start < at:
            continue
        if text[at:start].strip(_BETWEEN):
            pieces.append(LinePiece(at, start, is_whole=False))
        at = start
        while at in ends:  # other objects may follow on its line
            pieces.append(LinePiece(at, ends[at], is_whole=True))
            at = end_of(_WHITE, text, end_of(_COMMA, text, ends[at]))
            # closing brackets belong to the event that is cut off, so this was a part of it after all
            if closers := _CLOSERS.match(text, at):
                pieces.append(LinePiece(at, closers.end(), is_whole=False))
                at = closers.end()
    if text[at:].strip():
        pieces.append(LinePiece(at, len(text), is_whole=False))
    return pieces


def _ends_of(text: bytes) -> dict[int, int]:
    """The offsets after the whole objects, by the offsets of their starts."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACKET.finditer(text):
        bracket, at = match[0], match.start()
        if bracket in (b"{", b"["):
            opened.append(at)
        elif bracket in (b"}", b"]") and opened and text.startswith(b"{", start := opened.pop()):
            ends[start] = at + 1
    return ends

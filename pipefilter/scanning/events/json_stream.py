"""Reads JSON values one after the other from a source of any length, with their places in the file."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.bytes.byte_source import ByteSource, read_at_least
from pipefilter.scanning.events.event_text import MAX_EVENT, TOO_LONG
from pipefilter.scanning.events.framing import ValueEnd, shallow_end
from pipefilter.scanning.events.line_framing import end_of_text
from pipefilter.scanning.events.one_line import on_one_line
from pipefilter.scanning.events.position import Position

__all__ = ["JsonStream"]

_BETWEEN = b" \r\n,]}"
_BETWEEN_SIZE = 5
"""Most files have fewer bytes between two events, or after the last."""
_WHITE = re.compile(rb"[ \t\r\n]*+")
_TO_OBJECT = re.compile(rb"[ \t\r\n]*+,[ \t\r\n]*+(?=\{)")
_OBJECT_LINE = b"\n{"
_LINE_BREAKS = re.compile(rb"[\r\n]+")


class JsonStream:
    """A source with a current place, at which the next value can be read.

    Args:
        size: the number of bytes to read at a time.
    """

    def __init__(self, source: ByteSource, size: int) -> None:
        self._source = source
        self._size = size
        self._data = b""
        self._at = 0
        self._held = -1
        self._position = Position()
        self._placed = 0  # the offset of that position
        self._ended = False
        self._data_starts_line = True
        self.whole = True
        """Whether the last value was whole, not cut off by the end of the file or by the next event."""
        self.fault: UnreadableInput | None = None
        """Why reading stopped before the end of the file; None if it did not."""

    @property
    def stored(self) -> int:
        """The number of bytes of the stored file that are read."""
        return self._source.stored

    def next(self) -> bytes:
        """Go on to the first byte that is not white space, and return it; empty at the end."""
        while True:
            match = _WHITE.match(self._data, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._data):
                return self._data[self._at : self._at + 1]
            if not self._more():
                return b""

    def ahead(self, size: int) -> bytes:
        """The next bytes after the current place, as far as they are read."""
        return self._data[self._at : self._at + size]

    @property
    def drained(self) -> bool:
        """Whether the bytes read so far have no other event, so that it may take a while until one arrives."""
        rest = self._data[self._at : self._at + _BETWEEN_SIZE]
        return len(rest) < _BETWEEN_SIZE and not rest.strip(_BETWEEN)

    def skip(self) -> None:
        """Go on by one byte."""
        self._at += 1

    def goes_to_object(self) -> bool:
        """Skip a comma before an object; False, without moving, unless both are read already."""
        match = _TO_OBJECT.match(self._data, self._at)
        if match is None:
            return False
        self._at = match.end()
        return True

    def place(self) -> tuple[int, int]:
        """The line and the column of the current place, as the matcher's messages count them."""
        self._advance(self._at)
        return self._position.line, self._position.column

    def error(self, why: str, place: tuple[int, int] | None = None) -> UnreadableInput:
        """An error with its line and column, which are those of the current place unless others are given."""
        line, column = place or self.place()
        return UnreadableInput(f"line {line}, column {column}: {why}")

    def value(self) -> bytes:
        """Read the value at the current place; empty if no value can start there.

        Raises:
            UnreadableInput: it is too long.
        """
        start = self._at
        end = self._end_at_once(start)
        if end >= 0:
            self._at, self.whole = end, True
            return self._data[start:end]
        return self._odd_value() or b""

    def event(self) -> bytes:
        """Read the value at the current place, and return it on one line.

        Raises:
            UnreadableInput: it is too long.
        """
        start = self._at
        end = self._end_at_once(start)
        if end < 0:
            return on_one_line(self._odd_value() or b"")
        self._at, self.whole = end, True
        text = self._data[start:end]
        # the strings of a shallow value have no line breaks
        if b"\r" in text or b"\n\n" in text:
            return _LINE_BREAKS.sub(b" ", text)
        return text.replace(b"\n", b" ")

    def short_event(self, max_size: int) -> bytes | None:
        """The same if it is not too long; else None, without moving."""
        start = self._at
        end = self._end_at_once(start)
        if end >= 0:
            return self.event() if end - start <= max_size else None
        text = self._odd_value(max_size)
        return None if text is None else on_one_line(text)

    @property
    def is_cut_off(self) -> bool:
        """Whether the last value was cut off by the end of the file."""
        return not self.whole and self._ended and self._at == len(self._data)

    def rest(self) -> bytes:
        """Read the bytes that are read from the source already; that is the rest of the file if its end is reached."""
        rest = self._data[self._at :]
        self._at = len(self._data)
        return rest

    def garbage(self) -> bytes:
        """Read text outside of events, which does not go on after its line."""
        starts_line = self._starts_line(self._at)

        def look(data: bytes, at: int) -> tuple[int, bool]:
            at = end_of_text(data, self._at, starts_line=starts_line)
            return at, at < len(data)

        return on_one_line(self._read_to(look) or b"")

    def hold(self) -> None:
        """Remember the current place for `go_back`; all bytes from here on stay in memory."""
        self.place()
        self._held = self._at

    def release(self) -> None:
        """Forget the remembered place."""
        self._held = -1

    def go_back(self) -> None:
        """Return to the remembered place, and forget it; `place` is right from the furthest counted place on."""
        self._at, self._held = self._held, -1

    def _end_at_once(self, start: int) -> int:
        """The offset after a plain value that is read already; -1 if there is none."""
        end = shallow_end(self._data, start)
        # a line in it may start the next event
        return end if end < 0 or self._data.find(_OBJECT_LINE, start, end) < 0 else -1

    def _odd_value(self, max_size: int = MAX_EVENT << 1) -> bytes | None:
        search = ValueEnd()

        def look(data: bytes, at: int) -> tuple[int, bool]:
            at = search.look(data, at)
            return at, search.is_done

        text = self._read_to(look, max_size)
        if text is None:
            return None
        self.whole = search.is_done and not search.cut_off
        return text if self.whole else text.rstrip(b" \t\r\n")

    def _read_to(
        self, look: Callable[[bytes, int], tuple[int, bool]], max_size: int = MAX_EVENT << 1
    ) -> bytes | None:
        """Read up to the end that `look` searches for; None, without moving, if that is too long."""
        ahead, is_done = look(self._data, self._at)
        while not is_done:
            if len(self._data) - self._at > max_size:
                return None
            ahead -= self._at
            if not self._more():
                ahead = len(self._data) - self._at
                is_done = True
            ahead += self._at
            if not is_done:
                ahead, is_done = look(self._data, ahead)
        text = self._data[self._at : ahead]
        self._at = ahead
        return text

    def _more(self) -> bool:
        """Read more from the source, and forget the bytes before the current place; False at the end."""
        if self._ended:
            return False
        keep = self._at if self._held < 0 else self._held
        if len(self._data) - keep > MAX_EVENT:
            raise self.error(TOO_LONG)
        self._advance(keep)
        self._data_starts_line = self._starts_line(keep)
        rest = self._data[keep:]
        # the more there is, the more to read at a time, as all of it is copied each time
        min_size = max(1, len(rest) // 4)
        self._data, self._ended, self.fault = read_at_least(self._source, min_size, self._size, rest)
        self._at -= keep
        self._placed -= keep
        self._held = min(self._held, 0)
        return len(self._data) > len(rest)

    def _starts_line(self, at: int) -> bool:
        """Whether only white space comes before an offset on its line."""
        before = self._data[:at].rstrip(b" \t\r")
        return before.endswith(b"\n") if before else self._data_starts_line

    def _advance(self, at: int) -> None:
        """Count lines and columns up to an offset."""
        passed = self._data[self._placed : at]
        if passed:
            self._placed = at
            self._position.advance(passed)

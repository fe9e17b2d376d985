"""JSON values that are taken one after the other from a source of any length, with their places in the file."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.bytes.byte_source import ByteSource, read_at_least
from pipefilter.scanning.events.event_limit import MAX_EVENT, TOO_LONG
from pipefilter.scanning.events.one_line import on_one_line
from pipefilter.scanning.events.value_end import ValueEnd, shallow_end

__all__ = ["JsonStream", "utf16_units"]

_BETWEEN = b" \r\n,]}"
_BETWEEN_SIZE = 5
"""Between two events, or after the last, are fewer bytes in most files."""
_WHITE = re.compile(rb"[ \t\r\n]*+")
_TO_OBJECT = re.compile(rb"[ \t\r\n]*+,[ \t\r\n]*+(?=\{)")
_GARBAGE = re.compile(rb"[^{\n]*+")
_LINE_BREAK = re.compile(rb"\r\n?|\n")
_LINE_BREAKS = re.compile(rb"[\r\n]+")
_AFTER_FIRST = bytes(range(0x80, 0xC0))
_ALL_BUT_FIRST_OF_FOUR = bytes(set(range(256)) - set(range(0xF0, 0xF8)))


class JsonStream:
    """A source that stands at a place, from which the next value can be taken.

    Args:
        source: what to read.
        size: how many bytes to read at a time.
    """

    def __init__(self, source: ByteSource, size: int) -> None:
        self._source = source
        self._size = size
        self._data = b""
        self._at = 0
        self._held = -1
        self._placed = 0  # the offset that the line and the column are those of
        self._line = 1
        self._column = 1
        self._after_return = False
        self._ended = False
        self._whole = True
        self.fault: UnreadableInput | None = None
        """Why reading has come to an end before the end of the file, if it has."""

    @property
    def stored(self) -> int:
        """How many bytes of the file are read, as it is stored."""
        return self._source.stored

    def next(self) -> bytes:
        """The first byte that is not white, at which the stream stands now; nothing at the end."""
        while True:
            found = _WHITE.match(self._data, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._data):
                return self._data[self._at : self._at + 1]
            if not self._more():
                return b""

    def ahead(self, most: int) -> bytes:
        """What comes after the place at which the stream stands, as far as it is read.

        Args:
            most: how many bytes at most.
        """
        return self._data[self._at : self._at + most]

    @property
    def drained(self) -> bool:
        """Whether what is read so far has no other event, so that it may take a while until one comes."""
        rest = self._data[self._at : self._at + _BETWEEN_SIZE]
        return len(rest) < _BETWEEN_SIZE and not rest.strip(_BETWEEN)

    def skip(self) -> None:
        """Go on by one byte."""
        self._at += 1

    def goes_to_object(self) -> bool:
        """Go over a comma to the object that follows; false, at the same place, unless that is read already."""
        found = _TO_OBJECT.match(self._data, self._at)
        if found is None:
            return False
        self._at = found.end()
        return True

    def place(self) -> tuple[int, int]:
        """The line and the column at which the stream stands, as the matcher's messages count them."""
        self._count_to(self._at)
        return self._line, self._column

    def refused(self, why: str, place: tuple[int, int] | None = None) -> UnreadableInput:
        """The error that says what is wrong at a place.

        Args:
            why: what is wrong.
            place: line and column; if not given, those at which the stream stands.
        """
        line, column = place or self.place()
        return UnreadableInput(f"line {line}, column {column}: {why}")

    @property
    def whole(self) -> bool:
        """Whether the value taken last was whole, not cut off by the end of the file or by the next event."""
        return self._whole

    def value(self) -> bytes:
        """Take the value at which the stream stands; nothing if none can begin there.

        Raises:
            UnreadableInput: it is too long.
        """
        start = self._at
        end = shallow_end(self._data, start)
        if end >= 0:
            self._at, self._whole = end, True
            return self._data[start:end]
        return self._odd_value() or b""

    def event(self) -> bytes:
        """The same on one line.

        Raises:
            UnreadableInput: it is too long.
        """
        start = self._at
        end = shallow_end(self._data, start)
        if end < 0:
            return on_one_line(self._odd_value() or b"")
        self._at, self._whole = end, True
        text = self._data[start:end]
        # within the strings of a shallow value are no line breaks
        if b"\r" in text or b"\n\n" in text:
            return _LINE_BREAKS.sub(b" ", text)
        return text.replace(b"\n", b" ")

    def short_event(self, most: int) -> bytes | None:
        """The same, if it has no more than so many bytes; else None, at the same place.

        Args:
            most: bytes.
        """
        start = self._at
        end = shallow_end(self._data, start)
        if end >= 0:
            return self.event() if end - start <= most else None
        text = self._odd_value(most)
        return None if text is None else on_one_line(text)

    @property
    def is_cut_off(self) -> bool:
        """Whether the value taken last was cut off by the end of the file."""
        return not self._whole and self._ended and self._at == len(self._data)

    def rest(self) -> bytes:
        """Take what is read already; all of the file where its end has been reached."""
        rest = self._data[self._at :]
        self._at = len(self._data)
        return rest

    def garbage(self) -> bytes:
        """Take what stands before the next brace or line end."""
        return on_one_line(self._taken(_end_of_garbage) or b"")

    def hold(self) -> None:
        """Remember the place, for `go_back`; all from here on is kept."""
        self.place()
        self._held = self._at

    def release(self) -> None:
        """Forget the place that was remembered."""
        self._held = -1

    def go_back(self) -> None:
        """Return to the place that was remembered, and forget it; places are counted from here on only."""
        self._at, self._held = self._held, -1

    def _odd_value(self, most: int = MAX_EVENT << 1) -> bytes | None:
        search = ValueEnd()

        def look(data: bytes, at: int) -> tuple[int, bool]:
            at = search.look(data, at)
            return at, search.found

        text = self._taken(look, most)
        if text is None:
            return None
        self._whole = search.found and not search.cut_off
        return text if self._whole else text.rstrip(b" \t\r\n")

    def _taken(
        self, look: Callable[[bytes, int], tuple[int, bool]], most: int = MAX_EVENT << 1
    ) -> bytes | None:
        """What comes before the place that is looked for; None, at the same place, if that is more than so many bytes."""
        ahead, found = look(self._data, self._at)
        while not found:
            if len(self._data) - self._at > most:
                return None
            ahead -= self._at
            if not self._more():
                ahead = len(self._data) - self._at
                found = True
            ahead += self._at
            if not found:
                ahead, found = look(self._data, ahead)
        text = self._data[self._at : ahead]
        self._at = ahead
        return text

    def _more(self) -> bool:
        """Read on; what lies before the stream's place is forgotten. False at the end."""
        if self._ended:
            return False
        keep = self._at if self._held < 0 else self._held
        if len(self._data) - keep > MAX_EVENT:
            raise self.refused(TOO_LONG)
        self._count_to(keep)
        rest = self._data[keep:]
        # the longer it is, the more at a time, as all of it is copied each time
        least = max(1, len(rest) // 4)
        self._data, self._ended, self.fault = read_at_least(self._source, least, self._size, rest)
        self._at -= keep
        self._placed -= keep
        self._held = min(self._held, 0)
        return len(self._data) > len(rest)

    def _count_to(self, at: int) -> None:
        """Count lines and columns on to an offset."""
        piece = self._data[self._placed : at]
        if not piece:
            return
        self._placed = at
        if self._after_return:
            piece = piece.removeprefix(b"\n")
        self._after_return = self._data[at - 1 : at] == b"\r"
        if b"\r" in piece:
            piece = _LINE_BREAK.sub(b"\n", piece)
        if b"\n" in piece:
            breaks = piece.count(b"\n")
            self._line, self._column = self._line + breaks, 1
            piece = piece[piece.rindex(b"\n") + 1 :]
        self._column += utf16_units(piece)


def utf16_units(piece: bytes) -> int:
    """How many UTF-16 units a piece of UTF-8 has.

    Args:
        piece: any bytes.
    """
    if piece.isascii():
        return len(piece)
    return len(piece.translate(None, _AFTER_FIRST)) + len(piece.translate(None, _ALL_BUT_FIRST_OF_FOUR))


def _end_of_garbage(data: bytes, at: int) -> tuple[int, bool]:
    found = _GARBAGE.match(data, at)
    end = found.end() if found else at
    return end, end < len(data)

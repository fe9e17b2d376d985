"""Lines that are read and not in a block yet, and how many of them a block can have without tearing an event."""

from __future__ import annotations

import re

from pipefilter.scanning.events.event_start import LOOK_BACK, begins_event
from pipefilter.scanning.events.file_form import TIME
from pipefilter.scanning.events.line_framing import LineFraming
from pipefilter.scanning.events.value_end import shallow_end

__all__ = ["PendingLines"]

_LONG = 1 << 18
"""So many bytes without a line that begins an event are looked at closely."""
_LINES_WITHOUT_OBJECT = re.compile(rb"(?:[^{\n]*+\n)*+")
"""No event begins in them."""


class PendingLines:
    """The lines.

    Args:
        prefixed: whether a time and a blank stand before each event.
    """

    __slots__ = ("_begin", "_ends", "_is_prefixed", "_next_look", "_next_try", "_pieces", "_tail", "size")

    def __init__(self, *, prefixed: bool = False) -> None:
        self._is_prefixed = prefixed
        self._begin = b"\n2" if prefixed else b"\n{"  # times begin with 2 for some centuries to come
        self._pieces: list[bytes] = []
        self._ends = _EventEnds(prefixed=prefixed)
        self._next_try = 0
        self._next_look = _LONG
        self._tail = b""  # the end of what was read before, in blocks or not
        self.size = 0

    def add(self, piece: bytes, *, is_short: bool) -> int:
        """Keep a piece.

        Args:
            piece: what is read next, not empty.
            is_short: whether it may take a while until more comes.

        Returns:
            how much of all that is kept a block can have; 0 if more has to be read first.
        """
        before = self.size
        goes_on_at_line = before > 0 and self._tail.endswith(b"\n")
        self._pieces.append(piece)
        self.size += len(piece)
        begin = self._last_begin(piece, goes_on_at_line=goes_on_at_line)
        self._tail = (self._tail + piece[-LOOK_BACK:])[-LOOK_BACK:]
        cut = 0 if begin < 0 else before + begin
        if is_short and piece.endswith((b"}\n", b"}\r\n")) and self._ends_event(cut):
            return self.size
        return cut or (self.cut_closely() if self.size >= self._next_look else 0)

    def cut_closely(self) -> int:
        """The same, where no line shows by its begin that it begins an event."""
        self._next_look = 2 * self.size
        data = self._pieces[0] = b"".join(self._pieces)
        del self._pieces[1:]
        return self._ends.last_in(data)

    def _last_begin(self, piece: bytes, *, goes_on_at_line: bool) -> int:
        """Where in a piece the last line begins that may begin an event; -1 if there is none."""
        begin = piece.rfind(self._begin)
        while begin >= 0:
            begin += 1
            if self._begins_event(piece, begin):
                return begin
            begin = piece.rfind(self._begin, 0, begin)
        if goes_on_at_line and piece.startswith(self._begin[1:]) and self._begins_event(piece, 0):
            return 0
        return -1

    def _begins_event(self, piece: bytes, at: int) -> bool:
        if self._is_prefixed:  # a time that is cut off does not: it has an earlier one before it
            return TIME.match(piece, at) is not None
        if at >= LOOK_BACK:
            return begins_event(piece, at)
        return begins_event(self._tail + piece[:at], len(self._tail) + at)

    def _ends_event(self, start: int) -> bool:
        """Whether what is kept from an offset on is one whole event, so that none has to be waited for."""
        rest = self.size - start
        if rest < self._next_try or self._is_prefixed:
            return False
        self._next_try = 2 * rest
        data = self._pieces[-1][-rest:] if rest <= len(self._pieces[-1]) else b"".join(self._pieces)[start:]
        end = shallow_end(data, 0)
        return end >= 0 and not data[end:].strip(b" \t\r\n")

    def taken(self, cut: int) -> bytes:
        """Take so many bytes out."""
        last = self._pieces.pop()
        part = cut - (self.size - len(last))
        if part >= 0:
            data = b"".join((*self._pieces, memoryview(last)[:part]))
            rest = last[part:]
        else:
            whole = b"".join((*self._pieces, last))
            data, rest = whole[:cut], whole[cut:]
        self._pieces = [rest] if rest else []
        self.size = len(rest)
        self._ends = _EventEnds(prefixed=self._is_prefixed)
        self._next_try = 0
        self._next_look = _LONG
        return data


class _EventEnds:
    """Finds after which lines no event goes on; no line is gone through again when more come.

    Args:
        prefixed: whether a time and a blank stand before each event.
    """

    __slots__ = ("_at", "_framing", "_is_prefixed", "_last")

    def __init__(self, *, prefixed: bool) -> None:
        self._is_prefixed = prefixed
        self._framing = LineFraming()
        self._at = 0  # so far the lines are gone through
        self._last = 0

    def last_in(self, data: bytes) -> int:
        """The last offset at which a line begins, or may begin, and no event goes on; 0 if there is none.

        Args:
            data: the lines, those of the call before included.
        """
        framing, at, last = self._framing, self._at, self._last
        while True:
            if not framing.depth:
                found = _LINES_WITHOUT_OBJECT.match(data, at)
                last = at = found.end() if found else at
            end = data.find(b"\n", at) + 1
            if not end:
                break
            line = data[at:end]
            time = TIME.match(line) if self._is_prefixed else None
            if time or framing.is_cut_off_by(line):
                framing.abandon()
                last = at
            framing.pieces(line[time.end() :] if time else line)
            at = end
        self._at, self._last = at, last
        return last

"""Lines that are read, but not in a block yet; they are cut where no event is split."""

from __future__ import annotations

import re

from pipefilter.scanning.events.file_form import TIME
from pipefilter.scanning.events.framing import LOOK_BACK, end_of, shallow_end, starts_event
from pipefilter.scanning.events.line_framing import LineFraming

__all__ = ["PendingLines"]

_LONG = 1 << 18
"""After this many bytes without a line that starts an event, the lines are parsed to find where events end."""
_LINES_WITHOUT_OBJECT = re.compile(rb"(?:[^{\n]*+\n)*+")
"""Lines in which no event starts."""


class PendingLines:
    """Lines that are read, but not in a block yet.

    Args:
        prefixed: whether each event comes after a time and a space.
    """

    __slots__ = ("_ends", "_is_prefixed", "_next_look", "_next_try", "_pieces", "_start", "_tail", "size")

    def __init__(self, *, prefixed: bool = False) -> None:
        self._is_prefixed = prefixed
        self._start = b"\n2" if prefixed else b"\n{"  # times start with 2 for some centuries to come
        self._pieces: list[bytes] = []
        self._ends = _EventEnds(prefixed=prefixed)
        self._next_try = 0
        self._next_look = _LONG
        self._tail = b""  # the last bytes that were read, whether they are in a block or not
        self.size = 0

    def add(self, piece: bytes, *, is_short: bool) -> int:
        """Add the next piece; a short one may be all for a while.

        Returns:
            How many of the pending bytes a block can have; 0 if more has to be read first.
        """
        before = self.size
        is_at_line_start = before > 0 and self._tail.endswith(b"\n")
        self._pieces.append(piece)
        self.size += len(piece)
        start = self._last_start(piece, is_at_line_start=is_at_line_start)
        self._tail = (self._tail + piece[-LOOK_BACK:])[-LOOK_BACK:]
        cut = 0 if start < 0 else before + start
        if is_short and piece.endswith((b"}\n", b"}\r\n")) and self._ends_event(cut):
            return self.size
        return cut or (self.cut_closely() if self.size >= self._next_look else 0)

    def cut_closely(self) -> int:
        """The same by parsing the lines, if the first bytes of no line show that it starts an event."""
        self._next_look = 2 * self.size
        data = self._pieces[0] = b"".join(self._pieces)
        del self._pieces[1:]
        return self._ends.last_in(data)

    def _last_start(self, piece: bytes, *, is_at_line_start: bool) -> int:
        """The offset in a piece of the last line that may start an event; -1 if there is none."""
        start = piece.rfind(self._start)
        while start >= 0:
            start += 1
            if self._starts_event(piece, start):
                return start
            start = piece.rfind(self._start, 0, start)
        if is_at_line_start and piece.startswith(self._start[1:]) and self._starts_event(piece, 0):
            return 0
        return -1

    def _starts_event(self, piece: bytes, at: int) -> bool:
        if self._is_prefixed:  # a time that is cut off does not, but there is an earlier one
            return TIME.match(piece, at) is not None
        if at >= LOOK_BACK:
            return starts_event(piece, at)
        return starts_event(self._tail + piece[:at], len(self._tail) + at)

    def _ends_event(self, start: int) -> bool:
        """Whether the pending bytes from an offset on are one whole event, so that there is nothing to wait for."""
        rest = self.size - start
        if rest < self._next_try or self._is_prefixed:
            return False
        self._next_try = 2 * rest
        data = self._pieces[-1][-rest:] if rest <= len(self._pieces[-1]) else b"".join(self._pieces)[start:]
        end = shallow_end(data, 0)
        return end >= 0 and not data[end:].strip(b" \t\r\n")

    def take(self, cut: int) -> bytes:
        """Remove and return the first `cut` bytes."""
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
    """Finds the lines after which no event is open, in one pass over lines that come piece by piece."""

    __slots__ = ("_at", "_framing", "_is_prefixed", "_last")

    def __init__(self, *, prefixed: bool) -> None:
        self._is_prefixed = prefixed
        self._framing = LineFraming()
        self._at = 0  # the end of the lines that are parsed
        self._last = 0

    def last_in(self, data: bytes) -> int:
        """The last offset in all lines so far at which a line may start and no event is open; 0 if there is none."""
        framing, at, last = self._framing, self._at, self._last
        while True:
            if not framing.depth:
                last = at = end_of(_LINES_WITHOUT_OBJECT, data, at)
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

"""Splits the lines of a file into blocks, byte for byte; a block ends where the next line starts an event."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipefilter.errors import UnreadableInput
from pipefilter.native_libraries.byte_search import count
from pipefilter.scanning.bytes.byte_source import ByteSource
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.event_text import MAX_EVENT, TOO_LONG
from pipefilter.scanning.events.file_form import TIME
from pipefilter.scanning.events.framing import LOOK_BACK, starts_event
from pipefilter.scanning.events.pending_lines import PendingLines

__all__ = ["LongEvent", "line_blocks"]

_MAX_PENDING = MAX_EVENT + (1 << 21)
"""The maximum length of an event, and more than is read at a time: so only events that are too long are left out."""
_OBJECT_LINE = re.compile(rb"\n(?=[ \t\r]*+\{)")
_TIMED_LINE = re.compile(rb"\n(?=" + TIME.pattern + rb")")


def line_blocks(source: ByteSource, size: int, *, prefixed: bool = False) -> Iterator[Block]:
    """The lines of a file in blocks.

    Args:
        prefixed: whether each event comes after a time and a space.

    Raises:
        UnreadableInput: the source cannot be read to its end; everything before is in the blocks.
    """
    reading = _Reading(source, size)
    pending = PendingLines(prefixed=prefixed)
    line = 1
    while piece := reading.piece():
        cut = pending.add(piece, is_short=len(piece) < size)
        if not cut and pending.size > _MAX_PENDING:  # whole events may come after a long one
            cut = pending.cut_closely()
        if cut:
            data = pending.take(cut)
            line_feeds = count(data, b"\n")
            yield Block(data, line, source.stored, prefixed=prefixed, line_feeds=line_feeds)
            line += line_feeds
        if pending.size > _MAX_PENDING:
            event = LongEvent(pending.take(pending.size), prefixed=prefixed)
            reading.skip(event)
            yield Block(b"", line, source.stored, unread=TOO_LONG, passed=event.line_feeds)
            line += event.line_feeds
    if pending.size:
        yield Block(pending.take(pending.size), line, source.stored, prefixed=prefixed)
    if reading.fault is not None:
        raise reading.fault


class _Reading:
    """Reads a source piece by piece, up to its end or its fault."""

    def __init__(self, source: ByteSource, size: int) -> None:
        self._source = source
        self._size = size
        self._next = b""
        self.fault: UnreadableInput | None = None

    def piece(self) -> bytes:
        """The next piece; empty at the end."""
        piece, self._next = self._next, b""
        if piece or self.fault is not None:
            return piece
        try:
            return self._source.read(self._size)
        except UnreadableInput as error:
            self.fault = error
            return b""

    def skip(self, event: LongEvent) -> None:
        """Read on to the start of the next event."""
        while not self._next and (piece := self.piece()):
            self._next = event.rest_after(piece)


class LongEvent:
    """Skips an event that is too long, of which the start was read, up to the line that starts the next event."""

    def __init__(self, data: bytes, *, prefixed: bool) -> None:
        self._is_prefixed = prefixed
        self._start = _TIMED_LINE if prefixed else _OBJECT_LINE
        self._last = data[-2 * LOOK_BACK :]
        self.line_feeds = count(data, b"\n")
        """The number of line feeds that are skipped."""

    def rest_after(self, piece: bytes) -> bytes:
        """The rest of a piece from the start of the next event on; empty if the event goes on."""
        data = self._last + piece
        # of the earlier lines only the last is open: the others started no event, and the bytes that show it may be gone
        open_line = self._last.rfind(b"\n", LOOK_BACK)
        for match in self._start.finditer(data, open_line if open_line >= 0 else len(self._last)):
            start = match.end()
            if self._is_prefixed or starts_event(data, start):
                self.line_feeds += data.count(b"\n", len(self._last), start)
                return data[start:]
        self.line_feeds += count(piece, b"\n")
        self._last = data[-2 * LOOK_BACK :]
        return b""

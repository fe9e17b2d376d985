"""The lines of a file in blocks, byte for byte; a block ends where the next line begins an event."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.bytes.byte_source import ByteSource
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.event_limit import MAX_EVENT, TOO_LONG
from pipefilter.scanning.events.long_event import LongEvent
from pipefilter.scanning.events.pending_lines import PendingLines

__all__ = ["line_blocks"]

_MAX_PENDING = MAX_EVENT + (1 << 21)
"""More than the longest event, and what is read at a time: so all that is left out is too long however it is read."""


def line_blocks(source: ByteSource, size: int, *, prefixed: bool = False) -> Iterator[Block]:
    """The lines of a file in blocks.

    Args:
        source: the file's text.
        size: how many bytes to read at a time.
        prefixed: whether a time and a blank stand before each event.

    Raises:
        UnreadableInput: the source cannot be read to its end; all before is in the blocks.
    """
    reading = _Reading(source, size)
    pending = PendingLines(prefixed=prefixed)
    line = 1
    while piece := reading.piece():
        cut = pending.add(piece, is_short=len(piece) < size)
        if not cut and pending.size > _MAX_PENDING:  # behind a long event may be whole ones
            cut = pending.cut_closely()
        if cut:
            data = pending.taken(cut)
            yield Block(data, line, source.stored, prefixed=prefixed)
            line += data.count(b"\n")
        if pending.size > _MAX_PENDING:
            event = LongEvent(pending.taken(pending.size), prefixed=prefixed)
            reading.pass_over(event)
            yield Block(b"", line, source.stored, unread=TOO_LONG, passed=event.line_feeds)
            line += event.line_feeds
    if pending.size:
        yield Block(pending.taken(pending.size), line, source.stored, prefixed=prefixed)
    if reading.fault is not None:
        raise reading.fault


class _Reading:
    """Reads a source piece by piece, up to its end or to where it cannot be read."""

    def __init__(self, source: ByteSource, size: int) -> None:
        self._source = source
        self._size = size
        self._next = b""
        self.fault: UnreadableInput | None = None

    def piece(self) -> bytes:
        """What comes next; nothing at the end."""
        piece, self._next = self._next, b""
        if piece or self.fault is not None:
            return piece
        try:
            return self._source.read(self._size)
        except UnreadableInput as error:
            self.fault = error
            return b""

    def pass_over(self, event: LongEvent) -> None:
        """Read on to what begins the next event."""
        while not self._next and (piece := self.piece()):
            self._next = event.end_in(piece)

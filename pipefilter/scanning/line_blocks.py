"""The lines of a file in blocks, byte for byte; a block ends where the next line begins an event."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.block import Block
from pipefilter.scanning.byte_source import ByteSource
from pipefilter.scanning.event_begin import LOOK_BACK, begins_event
from pipefilter.scanning.file_form import TIME
from pipefilter.scanning.json_stream import MOST
from pipefilter.scanning.value_end import shallow_end
from pipefilter.scanning.whole_events import end_of_whole_events

__all__ = ["line_blocks"]

_LONG = 1 << 20
"""So many bytes without a line that begins an event are looked at closely."""


def line_blocks(source: ByteSource, size: int, *, prefixed: bool = False) -> Iterator[Block]:
    """The lines of a file in blocks.

    Args:
        source: the file's text.
        size: how many bytes to read at a time.
        prefixed: whether a time and a blank stand before each event.

    Raises:
        UnreadableInput: the source cannot be read to its end, or a line is too long; all before is in the
            blocks.
    """
    kept = _Kept(prefixed=prefixed)
    line = 1
    fault: UnreadableInput | None = None
    while fault is None:
        try:
            piece = source.read(size)
        except UnreadableInput as error:
            fault, piece = error, b""
        if not piece:
            break
        cut = kept.add(piece, is_short=len(piece) < size)
        if cut:
            data = kept.taken(cut)
            yield Block(data, line, source.stored, prefixed=prefixed)
            line += data.count(b"\n")
        elif kept.size > MOST:
            fault = UnreadableInput(f"line {line}, column 1: an event of more than {MOST >> 20} MB")
            kept = _Kept()
    if kept.size:
        yield Block(kept.taken(kept.size), line, source.stored, prefixed=prefixed)
    if fault is not None:
        raise fault


class _Kept:
    """What is read of the file, and not in a block yet.

    Args:
        prefixed: whether a time and a blank stand before each event.
    """

    __slots__ = ("_begin", "_is_prefixed", "_line_end", "_next_look", "_next_try", "_pieces", "_tail", "size")

    def __init__(self, *, prefixed: bool = False) -> None:
        self._is_prefixed = prefixed
        self._begin = b"\n2" if prefixed else b"\n{"  # times begin with 2 for some centuries to come
        self._pieces: list[bytes] = []
        self._line_end = 0  # offset after the last line feed
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
        goes_on_at_line = self._line_end == before > 0
        self._pieces.append(piece)
        self.size += len(piece)
        last = piece.rfind(b"\n")
        if last >= 0:
            self._line_end = before + last + 1
        begin = self._last_begin(piece, goes_on_at_line=goes_on_at_line)
        self._tail = (self._tail + piece[-LOOK_BACK:])[-LOOK_BACK:]
        cut = 0 if begin < 0 else before + begin
        if is_short and piece.endswith((b"}\n", b"}\r\n")) and self._ends_event(cut):
            return self.size
        return cut or self._cut_closely()

    def _cut_closely(self) -> int:
        """The same, where no line shows by its begin that it begins an event; one that goes on is not torn."""
        if self.size < self._next_look:
            return 0
        self._next_look = min(2 * self.size, MOST + 1)
        if self.size > MOST:  # no event, or one that is too long
            return self._line_end
        data = self._pieces[0] = b"".join(self._pieces)
        del self._pieces[1:]
        cut = end_of_whole_events(data, prefixed=self._is_prefixed)
        return self._line_end if cut < 0 else cut

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
        return begins_event(self._tail + piece, len(self._tail) + at)

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
        self._line_end = rest.rfind(b"\n") + 1
        self._next_try = 0
        self._next_look = _LONG
        return data

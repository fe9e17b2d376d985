"""Skips an event that is too long, up to the line that starts the next event."""

from __future__ import annotations

import re

from pipefilter.scanning.events.file_form import TIME
from pipefilter.scanning.events.framing import LOOK_BACK, starts_event

__all__ = ["LongEvent"]

_OBJECT_LINE = re.compile(rb"\n(?=[ \t\r]*+\{)")
_TIMED_LINE = re.compile(rb"\n(?=" + TIME.pattern + rb")")


class LongEvent:
    """An event that is skipped.

    Args:
        data: the start of the event.
    """

    def __init__(self, data: bytes, *, prefixed: bool) -> None:
        self._is_prefixed = prefixed
        self._start = _TIMED_LINE if prefixed else _OBJECT_LINE
        self._last = data[-2 * LOOK_BACK :]
        self.line_feeds = data.count(b"\n")
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
        self.line_feeds += piece.count(b"\n")
        self._last = data[-2 * LOOK_BACK :]
        return b""

"""An event too long to be read: it is passed over up to the line that begins the next one."""

from __future__ import annotations

import re

from pipefilter.scanning.events.event_start import LOOK_BACK, begins_event
from pipefilter.scanning.events.file_form import TIME

__all__ = ["LongEvent"]

_OBJECT_LINE = re.compile(rb"\n(?=[ \t\r]*+\{)")
_TIMED_LINE = re.compile(rb"\n(?=" + TIME.pattern + rb")")


class LongEvent:
    """What is passed over.

    Args:
        data: the begin of the event.
        prefixed: whether a time and a blank stand before each event.
    """

    def __init__(self, data: bytes, *, prefixed: bool) -> None:
        self._is_prefixed = prefixed
        self._begin = _TIMED_LINE if prefixed else _OBJECT_LINE
        self._last = data[-2 * LOOK_BACK :]
        self.line_feeds = data.count(b"\n")
        """How many line feeds are passed over."""

    def end_in(self, piece: bytes) -> bytes:
        """What begins the next event; nothing if none begins yet.

        Args:
            piece: what is read next.
        """
        data = self._last + piece
        # of what was there before only the last line is open: the others began no event, and what shows it may be gone
        open_line = self._last.rfind(b"\n", LOOK_BACK)
        for found in self._begin.finditer(data, open_line if open_line >= 0 else len(self._last)):
            begin = found.end()
            if self._is_prefixed or begins_event(data, begin):
                self.line_feeds += data.count(b"\n", len(self._last), begin)
                return data[begin:]
        self.line_feeds += piece.count(b"\n")
        self._last = data[-2 * LOOK_BACK :]
        return b""

"""Events in memory as a stream of bytes, one a line, so that they are read as those in a file are."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable
from contextlib import suppress
from pathlib import PurePath

from pipefilter.application.filters import Record, record_text
from pipefilter.json_text.tree import decoded
from pipefilter.scanning.json_stream import on_one_line

__all__ = ["EventStream"]

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CHUNK = 1 << 16


class EventStream(io.RawIOBase):
    """The events that an iterable yields, asked for only as they are read.

    Args:
        events: each one event or envelope.
    """

    def __init__(self, events: Iterable[Record]) -> None:
        self._events = iter(events)
        self._lines = b""

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # BufferedReader gives a memoryview
        """Read some of the lines.

        Raises:
            TypeError: something is not an event: it is a path, or not JSON text, bytes or a dict.
            InvalidEvent: a dict has no JSON form.
        """
        if not self._lines:
            self._lines = self._next_lines()
        data, self._lines = self._lines[: len(buffer)], self._lines[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)

    def _next_lines(self) -> bytes:
        lines, size = list[bytes](), 0
        for event in self._events:
            lines.append(_line(event))
            size += len(lines[-1])
            if size >= _CHUNK:
                break
        return b"".join(lines)


def _line(event: Record) -> bytes:
    if isinstance(event, PurePath):
        raise TypeError(f"{event} is a path, among events: give paths, or events")
    text = event if isinstance(event, bytes) else record_text(event).encode("utf-8", "surrogatepass")
    if text.startswith(_MARKS):
        with suppress(UnicodeDecodeError):  # it is malformed, and counted as that
            text = decoded(text).encode()
    return on_one_line(text) + b"\n"

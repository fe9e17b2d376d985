"""A part of a file of JSON lines, cut where lines begin that may begin an event, so that parts can be judged apart."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.block import Block
from pipefilter.scanning.byte_source import StoredBytes
from pipefilter.scanning.compressed import uncompressed
from pipefilter.scanning.event_begin import LOOK_BACK, begins_event
from pipefilter.scanning.file_form import Form, head_of
from pipefilter.scanning.json_stream import MOST
from pipefilter.scanning.line_blocks import line_blocks
from pipefilter.scanning.utf16 import as_utf8

__all__ = ["FileRange", "file_ranges"]

_BOM = b"\xef\xbb\xbf"
_HEAD = 1 << 16
_CHUNK = 1 << 18
_FAR = MOST
"""So far from where it was looked for, a line end is good enough for a cut: an event so long is not read whole."""


@dataclass(frozen=True, slots=True)
class FileRange:
    """A part of a file.

    Args:
        path: of the file.
        start: the part begins at the first cut from here on, in bytes.
        end: and ends at the first cut from here on.
    """

    path: str
    start: int
    end: int

    def blocks(self, size: int) -> Iterator[Block]:
        """The lines of the part, counted from 1 in it.

        Args:
            size: how many bytes to read at a time.

        Raises:
            UnreadableInput: the file cannot be read.
        """
        try:
            with Path(self.path).open("rb", buffering=0) as file:
                start, end = _cut(file, self.start), _cut(file, self.end)
                file.seek(start)
                source = StoredBytes(io.BufferedReader(_Part(file, end - start), size))
                yield from line_blocks(source, size)
        except OSError as error:
            raise UnreadableInput(error.strerror or str(error)) from None


class _Part(io.RawIOBase):
    """So many bytes of a file from where it stands."""

    def __init__(self, file: io.FileIO, size: int) -> None:
        self._file = file
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # BufferedReader gives a memoryview
        read = self._file.readinto(buffer[: self._left]) or 0
        self._left -= read
        return read


def file_ranges(path: str, size: int) -> list[FileRange]:
    """The parts of a file; none if it is not of JSON lines, plain, and longer than one part, or events are so long.

    Args:
        path: of the file.
        size: of a part, in bytes.

    Raises:
        UnreadableInput: the file cannot be read.
    """
    try:
        if not Path(path).is_file():
            return []
        with Path(path).open("rb") as file:
            length = file.seek(0, io.SEEK_END)
            file.seek(0)
            if length <= size or not _is_plain(file) or _cut(file, 1) > size:
                return []
    except OSError as error:
        raise UnreadableInput(error.strerror or str(error)) from None
    return [FileRange(path, start, min(start + size, length)) for start in range(0, length, size)]


def _is_plain(file: io.BufferedReader) -> bool:
    """Whether its events stand one on a line, and it is neither compressed nor in another encoding."""
    head = head_of(as_utf8(uncompressed(file)), _HEAD)
    file.seek(0)
    return head.form is Form.LINES and file.read(len(head.data)) == head.data


def _cut(file: io.BufferedIOBase | io.RawIOBase, at: int) -> int:
    """Where the first line begins, from a place on, that may begin an event; the same for whoever asks."""
    if at <= 0:
        return 0
    done = max(0, at - LOOK_BACK)
    file.seek(done)
    data, begin = b"", at - 1 - done
    while chunk := file.read(_CHUNK):
        data += chunk
        while (begin := data.find(b"\n{", begin)) >= 0:
            begin += 1
            if begins_event(data, begin):
                return done + begin
        if done - at > _FAR and (begin := data.find(b"\n", LOOK_BACK)) >= 0:
            return done + begin + 1
        # the end is looked at again, with what follows it, and with what is before it
        last = data[-2 * LOOK_BACK :]
        done += len(data) - len(last)
        data, begin = last, min(LOOK_BACK, len(last))
    return done + len(data)

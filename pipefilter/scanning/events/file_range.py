"""A part of a file of JSON lines, which starts at a line that may start an event, so that parts can be scanned separately."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from os.path import isfile
from typing import BinaryIO, TypeAlias

from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput
from pipefilter.scanning.bytes.compression import uncompressed
from pipefilter.scanning.bytes.file_snapshot import FileSnapshot, take_snapshot, truncation_error
from pipefilter.scanning.bytes.utf16 import as_utf8
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.file_form import Form, read_head
from pipefilter.scanning.events.framing import LOOK_BACK, starts_event
from pipefilter.scanning.events.line_blocks import line_blocks

__all__ = ["FileRange", "RangedFile", "Unit", "ranged_file"]

_HEAD = 1 << 16
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class FileRange:
    """A part of a file, from its start or from a line that may start an event."""

    file: FileSnapshot
    start: int
    end: int

    def blocks(self, size: int) -> Iterator[Block]:
        """The lines of the part, counted from 1 in it.

        Raises:
            UnreadableInput: the file cannot be read, or has changed since it was opened.
        """
        try:
            with self.file.opened(self.end) as file:
                if self.start:
                    file.seek(self.start - 1)
                    if file.read(2) != b"\n{":
                        raise UnreadableInput("the file was changed while it was read")
                    file.seek(self.start)
                yield from line_blocks(_Part(file, self), size)
                self.file.verify(file, self.end)
        except OSError as error:
            raise UnreadableInput(error.strerror or str(error)) from None


Unit: TypeAlias = Block | FileRange
"""What one process works on at a time."""


class _Part:
    """The bytes of a part, from the position of the open file on, as a `ByteSource`."""

    def __init__(self, file: BinaryIO, part: FileRange) -> None:
        self._file = file
        self._part = part
        self.stored = 0

    def read(self, size: int) -> bytes:
        left = self._part.end - self._part.start - self.stored
        data = self._file.read(min(size, left))
        if not data and left:
            raise truncation_error(self._part.file.size, self._part.end - left)
        self.stored += len(data)
        return data


class RangedFile:
    """An open file of JSON lines that can be split into parts, not compressed and without a byte order mark."""

    def __init__(self, file: BinaryIO, snapshot: FileSnapshot) -> None:
        self._file = file
        self._snapshot = snapshot

    def ranges(self, size: int) -> Iterator[FileRange]:
        """The parts of `size` bytes, or more if an event is longer; no byte is read twice to find them.

        Raises:
            UnreadableInput: the file cannot be read, or is truncated.
        """
        start, length = 0, self._snapshot.size
        try:
            for at in range(size, length, size):
                if at > start:
                    cut = self._cut(at)
                    yield FileRange(self._snapshot, start, cut)
                    start = cut
        except OSError as error:
            raise UnreadableInput(error.strerror or str(error)) from None
        if start < length:
            yield FileRange(self._snapshot, start, length)

    def has_short_events(self, size: int) -> bool:
        """Whether a line after the first starts an event within the first `size` bytes."""
        return self._cut(1) <= size

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _cut(self, at: int) -> int:
        """The offset of the first line, from an offset on, that may start an event; the end of the file if there is none."""
        length = self._snapshot.size
        done = max(0, at - LOOK_BACK)
        self._file.seek(done)
        data, start = b"", at - 1 - done
        while done + len(data) < length:
            chunk = self._file.read(min(_CHUNK, length - done - len(data)))
            if not chunk:
                raise truncation_error(length, done + len(data))
            data += chunk
            while (start := data.find(b"\n{", start)) >= 0:
                start += 1
                if starts_event(data, start):
                    return done + start
            # the last bytes are searched again together with the next chunk, and show what comes before a line
            last = data[-2 * LOOK_BACK :]
            done += len(data) - len(last)
            data, start = last, max(0, len(last) - 1)
        return length


def ranged_file(path: str, size: int) -> RangedFile | None:
    """A file that can be split into parts; None if it is not plain JSON lines, or not longer than one part.

    Args:
        size: of a part, in bytes; a file that starts with a longer event is not split.

    Raises:
        UnreadableInput: the file cannot be read.
    """
    try:
        # opening a named pipe would consume its content; `Path` raises an error for JSON that is too long for a name
        if not isfile(path):  # noqa: PTH113 - see above
            return None
        return _ranged(open(path, "rb", buffering=0), path, size)  # noqa: PTH123 - the caller closes it
    except OSError as error:
        raise UnreadableInput(error.strerror or str(error)) from None


def _ranged(file: BinaryIO, path: str, size: int) -> RangedFile | None:
    with ExitStack() as stack:
        stack.enter_context(file)
        snapshot = take_snapshot(path, file)
        if snapshot is not None and snapshot.size > size and _is_plain(file):
            ranged = RangedFile(file, snapshot)
            if ranged.has_short_events(size):
                stack.pop_all()
                return ranged
    return None


def _is_plain(file: BinaryIO) -> bool:
    """Whether it is JSON lines, not compressed, in UTF-8 without a byte order mark."""
    head = read_head(as_utf8(uncompressed(file)), _HEAD)
    file.seek(0)
    return head.form is Form.LINES and file.read(len(head.data)) == head.data

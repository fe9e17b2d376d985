"""Sources of bytes, which count the bytes read from the stored file; for a compressed file, those are compressed."""

from __future__ import annotations

from typing import BinaryIO, NamedTuple, Protocol

from pipefilter.errors import UnreadableInput

__all__ = ["ByteSource", "ReadResult", "StoredBytes", "WithHead", "read_at_least"]


class ByteSource(Protocol):
    """Anything that bytes are read from."""

    @property
    def stored(self) -> int:
        """The number of bytes of the stored file that are read; of a compressed file, compressed bytes."""

    def read(self, size: int) -> bytes:
        """Some bytes, at most `size`, which is at least 1; empty only at the end.

        Raises:
            UnreadableInput: the rest cannot be read; everything before has been returned.
        """


class StoredBytes:
    """A file's bytes as they are stored."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stored = 0
        # from a pipe, `read1` returns the available bytes, without waiting for `size`
        self._read = getattr(stream, "read1", stream.read)

    def read(self, size: int) -> bytes:
        """Some bytes, at most `size`; empty only at the end."""
        data: bytes = self._read(size) or b""
        self.stored += len(data)
        return data


class ReadResult(NamedTuple):
    """The bytes read from a source, whether it ended, and why it could not be read further, if so."""

    data: bytes
    ended: bool
    fault: UnreadableInput | None


def read_at_least(source: ByteSource, min_size: int, size: int, head: bytes = b"") -> ReadResult:
    """Read a minimum number of bytes, or all if there are fewer.

    Args:
        size: the number of bytes to read at a time.
        head: bytes to put before them.
    """
    pieces = [head] if head else []  # joining a single piece copies nothing
    ended, fault = False, None
    while min_size > 0 and not ended:
        try:
            piece = source.read(size)
        except UnreadableInput as error:
            fault, piece = error, b""
        pieces.append(piece)
        min_size -= len(piece)
        ended = not piece
    return ReadResult(b"".join(pieces), ended, fault)


class WithHead:
    """A source whose first bytes were read already, and are read again; `fault` is why none can be read after them."""

    def __init__(self, head: bytes, source: ByteSource, fault: UnreadableInput | None = None) -> None:
        self._head = head
        self._at = 0
        self._source = source
        self._fault = fault

    @property
    def stored(self) -> int:
        """The number of bytes of the stored file that are read."""
        return self._source.stored

    def read(self, size: int) -> bytes:
        """Some bytes, at most `size`; empty only at the end.

        Raises:
            UnreadableInput: as for the source.
        """
        if not self._head:
            if self._fault is not None:
                raise self._fault
            return self._source.read(size)
        data = self._head[self._at : self._at + size]
        self._at += size
        if self._at >= len(self._head):
            self._head = b""
        return data

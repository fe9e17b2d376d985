"""Bytes that are read one after the other, with the count of those read of the file as it is stored."""

from __future__ import annotations

from typing import BinaryIO, NamedTuple, Protocol

from pipefilter.errors import UnreadableInput

__all__ = ["ByteSource", "Reading", "StoredBytes", "WithHead", "read_at_least"]


class ByteSource(Protocol):
    """Anything that bytes are read from."""

    @property
    def stored(self) -> int:
        """How many bytes are read of the file as it is stored: of a compressed one, compressed bytes."""

    def read(self, size: int) -> bytes:
        """Some bytes, `size` at most; none only at the end.

        Args:
            size: at least 1.

        Raises:
            UnreadableInput: the rest cannot be read; what comes before has been returned.
        """


class StoredBytes:
    """A file's bytes as they are stored.

    Args:
        stream: the file, opened for reading bytes.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.stored = 0
        # of a pipe, what is there comes at once, without waiting until `size` bytes are
        self._read = getattr(stream, "read1", stream.read)

    def read(self, size: int) -> bytes:
        """Some bytes, `size` at most; none only at the end."""
        data: bytes = self._read(size) or b""
        self.stored += len(data)
        return data


class Reading(NamedTuple):
    """What was read of a source, whether that is all of it, and why it could not be read on, if so."""

    data: bytes
    ended: bool
    fault: UnreadableInput | None


def read_at_least(source: ByteSource, least: int, size: int, begin: bytes = b"") -> Reading:
    """So many bytes, or all if there are fewer.

    Args:
        source: what to read.
        least: how many bytes.
        size: how many to ask for at a time; so many more may be returned.
        begin: bytes to be put before them.
    """
    pieces = [begin] if begin else []  # joining one alone copies nothing
    ended, fault = False, None
    while least > 0 and not ended:
        try:
            piece = source.read(size)
        except UnreadableInput as error:
            fault, piece = error, b""
        pieces.append(piece)
        least -= len(piece)
        ended = not piece
    return Reading(b"".join(pieces), ended, fault)


class WithHead:
    """A source of which some bytes were looked at, and are read again.

    Args:
        head: the bytes looked at.
        source: what comes after them.
        fault: why nothing can be read after them, if that is known already.
    """

    def __init__(self, head: bytes, source: ByteSource, fault: UnreadableInput | None = None) -> None:
        self._head = head
        self._at = 0
        self._source = source
        self._fault = fault

    @property
    def stored(self) -> int:
        """How many bytes are read of the file as it is stored."""
        return self._source.stored

    def read(self, size: int) -> bytes:
        """Some bytes, `size` at most; none only at the end.

        Raises:
            UnreadableInput: as the source.
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

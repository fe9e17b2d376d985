"""Reads the contents of files that may be compressed: gzip and zstd are detected by their first bytes, not by names.

All contents before damage are returned before the damage is reported.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO

from pipefilter.errors import UnreadableInput
from pipefilter.override import override
from pipefilter.scanning.bytes.byte_source import ByteSource, StoredBytes, WithHead, read_at_least
from pipefilter.scanning.bytes.decompressors import (
    CHUNK,
    DECOMPRESSORS,
    MAGIC_SIZE,
    Damaged,
    Decompressor,
    format_of,
)

__all__ = ["uncompressed", "uncompressed_stream"]

_MAX_LAYERS = 4
"""CloudWatch Logs compresses the data for Firehose, which compresses them again."""


class _Decompressed:
    """The contents of compressed data, of all their members or frames one after the other."""

    def __init__(self, source: ByteSource, format_: str, decompressor: Callable[[], Decompressor]) -> None:
        self._source = source
        self._format = format_
        self._new_decompressor = decompressor
        self._decompressor: Decompressor | None = None
        self._data = memoryview(b"")  # read, but not decompressed yet
        self._at_end = False
        self._fault: UnreadableInput | None = None

    @property
    def stored(self) -> int:
        return self._source.stored

    def read(self, size: int) -> bytes:
        while self._fault is None:
            if self._decompressor is None and not self._has_next():
                break
            data = self._step(size)
            if data:
                return data
        if self._fault is not None:
            raise self._fault
        return b""

    def _has_next(self) -> bool:
        """Whether another member or frame follows; some writers pad the end with zeros."""
        self._skip_zeros()
        while len(self._data) < MAGIC_SIZE and self._more():
            self._skip_zeros()
        if not self._data:
            return False
        if format_of(bytes(self._data[:MAGIC_SIZE])) != self._format:
            self._fault = UnreadableInput(f"other data follows the {self._format} data")
            return False
        self._decompressor = self._new_decompressor()
        return True

    def _skip_zeros(self) -> None:
        while len(self._data) and not self._data[0]:
            zeros = bytes(self._data[:CHUNK])
            self._data = self._data[len(zeros) - len(zeros.lstrip(b"\0")) :]

    def _step(self, size: int) -> bytes:
        if self._decompressor is None or self._fault is not None:
            return b""
        try:
            data, used = self._decompressor.decompress(self._data, size)
            self._data = self._data[used:]
        except Damaged as damage:
            self._fault = UnreadableInput(f"the {self._format} data is damaged")
            return damage.before
        if self._decompressor.ended:
            self._decompressor = None
        elif not data and not self._data and not self._more() and self._fault is None:
            self._fault = UnreadableInput(f"the {self._format} data is cut off")
        return data

    def _more(self) -> bool:
        if self._at_end:
            return False
        try:
            data = self._source.read(CHUNK)
        except UnreadableInput as fault:
            self._fault = fault
            data = b""
        self._data = memoryview(b"".join((self._data, data)))
        self._at_end = not data
        return not self._at_end


def uncompressed(stream: BinaryIO) -> ByteSource:
    """The contents of a file, which may be compressed or not.

    Returns:
        A source whose `read` raises `UnreadableInput` where the data is cut off or damaged, after all contents before.
    """
    return _uncompressed_source(StoredBytes(stream))


def _uncompressed_source(source: ByteSource) -> ByteSource:
    for _ in range(_MAX_LAYERS):
        head, _, fault = read_at_least(source, MAGIC_SIZE, CHUNK)
        source = WithHead(head, source, fault)
        format_ = format_of(head)
        if not format_:
            break
        source = _Decompressed(source, format_, DECOMPRESSORS[format_])
    return source


class _Contents(io.RawIOBase):
    """A source, for a buffered reader."""

    def __init__(self, source: ByteSource) -> None:
        self._source = source

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # BufferedReader passes a memoryview
        data = self._source.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def uncompressed_stream(head: bytes, stream: BinaryIO) -> BinaryIO:
    """The contents of a file whose `head` is read already; reading them raises `UnreadableInput` as `uncompressed` does."""
    return io.BufferedReader(_Contents(_uncompressed_source(WithHead(head, StoredBytes(stream), None))))

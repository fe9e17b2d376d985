"""A compressed file whose first bytes are read already, as a stream of what is in it."""

from __future__ import annotations

import io
from typing import BinaryIO

from pipefilter.scanning.bytes.byte_source import ByteSource, StoredBytes, WithHead
from pipefilter.scanning.bytes.compression import decompressed_source

__all__ = ["uncompressed_stream"]


class _Contents(io.RawIOBase):
    """What is in a source, for a buffered reader."""

    def __init__(self, source: ByteSource) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what a buffered reader gives
        data = self._source.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def uncompressed_stream(head: bytes, stream: BinaryIO) -> BinaryIO:
    """What is in a file; reading it raises `UnreadableInput` where the data are cut off or damaged.

    Args:
        head: the bytes that are read already.
        stream: the rest of the file.
    """
    return io.BufferedReader(_Contents(decompressed_source(WithHead(head, StoredBytes(stream), None))))

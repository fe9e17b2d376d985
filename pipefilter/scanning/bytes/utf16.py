"""Reads UTF-16 as UTF-8, piece by piece, and UTF-8 without its byte order mark."""

from __future__ import annotations

import codecs

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.bytes.byte_source import ByteSource, WithHead, read_at_least

__all__ = ["as_utf8"]

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class _FromUtf16:
    def __init__(self, source: ByteSource) -> None:
        self._source = source
        # a lone surrogate is passed on: it is not valid UTF-8, as the evaluation reports
        self._decoder = codecs.getincrementaldecoder("utf-16")("surrogatepass")
        self._ahead = b""

    @property
    def stored(self) -> int:
        return self._source.stored

    def read(self, size: int) -> bytes:
        while not self._ahead:
            piece = self._source.read(size)
            if not piece:
                if self._decoder.getstate()[0]:
                    self._decoder.reset()
                    raise UnreadableInput("the UTF-16 text ends within a character")
                return b""
            self._ahead = self._decoder.decode(piece).encode("utf-8", "surrogatepass")
        data, self._ahead = self._ahead[:size], self._ahead[size:]
        return data


def as_utf8(source: ByteSource) -> ByteSource:
    """The same text in UTF-8 without a byte order mark; UTF-16 is detected by its mark."""
    size = len(codecs.BOM_UTF8)
    head, _, fault = read_at_least(source, size, size)
    rest = WithHead(head.removeprefix(codecs.BOM_UTF8), source, fault)
    return _FromUtf16(rest) if head.startswith(_UTF16) else rest

"""Decompresses gzip and zstd step by step, so that all data before damage are kept.

A step never returns more bytes than requested, so that a small file with huge contents does not fill the memory.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, NoReturn, Protocol

if TYPE_CHECKING:
    from backports.zstd import ZstdDecompressor

__all__ = ["CHUNK", "DECOMPRESSORS", "MAGIC_SIZE", "Damaged", "Decompressor", "format_of"]

CHUNK = 1 << 18
"""Bytes that are read at a time."""
_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
_ZSTD_SKIPPED = b"\x2a\x4d\x18"  # after a byte from 0x50 to 0x5f: a frame without contents
MAGIC_SIZE = 4
"""Bytes that are enough to detect a format."""
_FIRST_STEP = 1 << 9
"""Bytes passed to a gzip member first, twice as many each time: most members are long, and a short one must not cost as
much as all the data after it."""
_MAX_ZSTD_HEAD = 5


class Damaged(Exception):
    """The data is damaged; `before` are the contents before the damage."""

    def __init__(self, before: bytes) -> None:
        super().__init__()
        self.before = before


class Decompressor(Protocol):
    """Decompresses one member of a gzip file, or one frame of a zstd file."""

    @property
    def ended(self) -> bool:
        """Whether its end is reached."""

    def decompress(self, data: memoryview, size: int) -> tuple[bytes, int]:
        """At most `size` bytes of contents, and how many bytes of the data they used.

        Raises:
            Damaged: the data is damaged.
        """


class _GzipMember:
    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(31)
        self._step = _FIRST_STEP

    @property
    def ended(self) -> bool:
        return self._inflate.eof

    def decompress(self, data: memoryview, size: int) -> tuple[bytes, int]:
        before = self._inflate.copy()
        piece = data[: self._step]
        self._step = min(2 * self._step, CHUNK)
        try:
            out = self._inflate.decompress(piece, size)
        except zlib.error:
            raise Damaged(_up_to_damage(before, piece, size)) from None
        return out, len(piece) - len(self._inflate.unused_data or self._inflate.unconsumed_tail)


def _up_to_damage(inflate: zlib._Decompress, data: memoryview, size: int) -> bytes:
    """The contents before the damage, which zlib loses if the damage is in the same step."""
    out = []
    length = len(data)
    while length:
        before = inflate.copy()
        try:
            out.append(inflate.decompress(data[:length], size))
        except zlib.error:
            inflate = before
            length //= 2
        else:
            data = data[length:]
    return b"".join(out)


class _ZstdFrame:
    """Decompresses one block at a time, as zstd loses the contents of the step with the damage."""

    def __init__(self) -> None:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
        self._error = zstd.ZstdError
        self._frame: ZstdDecompressor = zstd.ZstdDecompressor()
        self._parts = _parts_of_zstd_frame()
        self._left = next(self._parts)
        self._part = b""

    @property
    def ended(self) -> bool:
        return self._frame.eof

    def decompress(self, data: memoryview, size: int) -> tuple[bytes, int]:
        block = bytes(data[: self._left]) if self._frame.needs_input else b""
        try:
            out = self._frame.decompress(block, size)
        except self._error:
            raise Damaged(b"") from None
        self._left -= len(block)
        self._part += block[:_MAX_ZSTD_HEAD]
        if not self._left:
            self._left = self._parts.send(self._part)
            self._part = b""
        return out, len(block) - (len(self._frame.unused_data) if self._frame.eof else 0)


def _parts_of_zstd_frame() -> Generator[int, bytes, NoReturn]:
    """The lengths of a frame's parts (heads, blocks, and the rest), each from the bytes of the part before.

    https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1
    """
    head = yield _MAX_ZSTD_HEAD
    if head.startswith(_ZSTD):
        single, flags = head[4] >> 5 & 1, head[4]
        window, dictionary, length = 1 - single, (0, 1, 2, 4)[flags & 3], (single, 2, 4, 8)[flags >> 6]
        if window + dictionary + length:
            yield window + dictionary + length
        is_last = 0
        while not is_last:
            block = int.from_bytes((yield 3), "little")
            is_last, is_one_byte = block & 1, block >> 1 & 3 == 1
            if block >> 3:
                yield 1 if is_one_byte else block >> 3
    while True:
        yield CHUNK


def format_of(data: bytes) -> str:
    """The name of the compressed format of a file with these first bytes; "" if it is not compressed."""
    if data.startswith(_GZIP):
        return "gzip"
    skipped = data[1:MAGIC_SIZE] == _ZSTD_SKIPPED and data[0] >> 4 == 5
    return "zstd" if data.startswith(_ZSTD) or skipped else ""


DECOMPRESSORS: dict[str, Callable[[], Decompressor]] = {"gzip": _GzipMember, "zstd": _ZstdFrame}

"""Compressed files read as what is in them: gzip and zstd, told by their first bytes, not by their names.

What comes before a damage is returned before the damage is reported, and never more than was asked for is
unpacked at a time, so that a small file which unpacks to a huge one does not fill the memory.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, BinaryIO, NoReturn, Protocol

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.bytes.byte_source import ByteSource, StoredBytes, WithHead, read_at_least

if TYPE_CHECKING:
    from backports.zstd import ZstdDecompressor

__all__ = ["decompressed_source", "uncompressed"]

_CHUNK = 1 << 18
_MOST_LAYERS = 4
"""CloudWatch Logs compresses what it sends to Firehose, which compresses it again."""
_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
_ZSTD_SKIPPED = b"\x2a\x4d\x18"  # after a byte from 0x50 to 0x5f: a frame without contents
_MAGIC_SIZE = 4
_FIRST_STEP = 1 << 9
"""Bytes handed to a gzip member first, twice as many each time: most are long, and of many short ones
none is to cost what is behind it."""


class _Damaged(Exception):
    """The data are not what they should be.

    Args:
        before: what could be unpacked before that place.
    """

    def __init__(self, before: bytes) -> None:
        super().__init__()
        self.before = before


class _Unpacker(Protocol):
    """Unpacks one member of a gzip file, or one frame of a zstd file."""

    @property
    def ended(self) -> bool:
        """Whether it is read to its end."""

    def unpack(self, data: memoryview, size: int) -> tuple[bytes, int]:
        """At most `size` unpacked bytes, and how many of the data are used up.

        Raises:
            _Damaged: the data are damaged.
        """


class _GzipMember:
    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(31)
        self._step = _FIRST_STEP

    @property
    def ended(self) -> bool:
        return self._inflate.eof

    def unpack(self, data: memoryview, size: int) -> tuple[bytes, int]:
        before = self._inflate.copy()
        piece = data[: self._step]
        self._step = min(2 * self._step, _CHUNK)
        try:
            out = self._inflate.decompress(piece, size)
        except zlib.error:
            raise _Damaged(_up_to_damage(before, piece, size)) from None
        return out, len(piece) - len(self._inflate.unused_data or self._inflate.unconsumed_tail)


def _up_to_damage(inflate: zlib._Decompress, data: memoryview, size: int) -> bytes:
    """What can still be unpacked: zlib forgets it when the damage lies in the same step."""
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
    """Is given one block at a time, as what was unpacked in the step in which a damage is found is lost."""

    def __init__(self) -> None:
        if sys.version_info >= (3, 14):
            from compression import zstd  # noqa: PLC0415 - most files are not compressed
        else:
            from backports import zstd  # noqa: PLC0415 - likewise
        self._error = zstd.ZstdError
        self._frame: ZstdDecompressor = zstd.ZstdDecompressor()
        self._parts = _parts_of_zstd_frame()
        self._left = next(self._parts)
        self._part = b""

    @property
    def ended(self) -> bool:
        return self._frame.eof

    def unpack(self, data: memoryview, size: int) -> tuple[bytes, int]:
        given = bytes(data[: self._left]) if self._frame.needs_input else b""
        try:
            out = self._frame.decompress(given, size)
        except self._error:
            raise _Damaged(b"") from None
        self._left -= len(given)
        self._part += given[:_LONGEST_ZSTD_HEAD]
        if not self._left:
            self._left = self._parts.send(self._part)
            self._part = b""
        return out, len(given) - (len(self._frame.unused_data) if self._frame.eof else 0)


_LONGEST_ZSTD_HEAD = 5


def _parts_of_zstd_frame() -> Generator[int, bytes, NoReturn]:
    """The lengths of a frame's parts, each told from what has come of it: heads, blocks, and the rest.

    https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1
    """
    head = yield _LONGEST_ZSTD_HEAD
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
        yield _CHUNK


class _Unpacked:
    """The contents of compressed data: of all their members or frames, one after the other."""

    def __init__(self, source: ByteSource, kind: str, unpacker: Callable[[], _Unpacker]) -> None:
        self._source = source
        self._kind = kind
        self._new_unpacker = unpacker
        self._unpacker: _Unpacker | None = None
        self._data = memoryview(b"")  # what is read and not used up
        self._at_end = False
        self._fault: UnreadableInput | None = None

    @property
    def stored(self) -> int:
        return self._source.stored

    def read(self, size: int) -> bytes:
        while self._fault is None:
            if self._unpacker is None and not self._next_begins():
                break
            data = self._step(size)
            if data:
                return data
        if self._fault is not None:
            raise self._fault
        return b""

    def _next_begins(self) -> bool:
        """Whether another member or frame begins; some writers fill the end up with zeros."""
        self._skip_zeros()
        while len(self._data) < _MAGIC_SIZE and self._more():
            self._skip_zeros()
        if not self._data:
            return False
        if _kind_of(bytes(self._data[:_MAGIC_SIZE])) != self._kind:
            self._fault = UnreadableInput(f"after its {self._kind} data comes something else")
            return False
        self._unpacker = self._new_unpacker()
        return True

    def _skip_zeros(self) -> None:
        while len(self._data) and not self._data[0]:
            zeros = bytes(self._data[:_CHUNK])
            self._data = self._data[len(zeros) - len(zeros.lstrip(b"\0")) :]

    def _step(self, size: int) -> bytes:
        if self._unpacker is None or self._fault is not None:
            return b""
        try:
            data, used = self._unpacker.unpack(self._data, size)
            self._data = self._data[used:]
        except _Damaged as damage:
            self._fault = UnreadableInput(f"its {self._kind} data are damaged")
            return damage.before
        if self._unpacker.ended:
            self._unpacker = None
        elif not data and not self._data and not self._more() and self._fault is None:
            self._fault = UnreadableInput(f"its {self._kind} data are cut off")
        return data

    def _more(self) -> bool:
        if self._at_end:
            return False
        try:
            data = self._source.read(_CHUNK)
        except UnreadableInput as fault:
            self._fault = fault
            data = b""
        self._data = memoryview(b"".join((self._data, data)))
        self._at_end = not data
        return not self._at_end


def _kind_of(data: bytes) -> str:
    if data.startswith(_GZIP):
        return "gzip"
    skipped = data[1:_MAGIC_SIZE] == _ZSTD_SKIPPED and data[0] >> 4 == 5  # noqa: PLR2004 - as the format has it
    return "zstd" if data.startswith(_ZSTD) or skipped else ""


_UNPACKERS: dict[str, Callable[[], _Unpacker]] = {"gzip": _GzipMember, "zstd": _ZstdFrame}


def uncompressed(stream: BinaryIO) -> ByteSource:
    """What is in a file, be it compressed or not.

    Args:
        stream: the file, opened for reading bytes.

    Returns:
        a source whose `read` raises `UnreadableInput` where the data are cut off or damaged, after all that
        comes before.
    """
    return decompressed_source(StoredBytes(stream))


def decompressed_source(source: ByteSource) -> ByteSource:
    """The same of bytes that are read from anything.

    Args:
        source: compressed or not.
    """
    for _ in range(_MOST_LAYERS):
        head, _, fault = read_at_least(source, _MAGIC_SIZE, _CHUNK)
        source = WithHead(head, source, fault)
        kind = _kind_of(head)
        if not kind:
            break
        source = _Unpacked(source, kind, _UNPACKERS[kind])
    return source

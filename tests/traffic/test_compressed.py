"""Compressed files: detected by their first bytes, with several members, damaged, and far larger unpacked."""

from __future__ import annotations

import gzip
import io
import random
import sys
import tracemalloc
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from thoroughness import NIGHTLY

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.bytes.compression import uncompressed
from pipefilter.scanning.events.blocks import blocks

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PACK: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "zstd": zstd.compress}
SKIPPED_FRAME = b"\x5a\x2a\x4d\x18\x03\x00\x00\x00abc"
kinds = pytest.mark.parametrize("kind", PACK)


class Trickle(io.BytesIO):
    """A stream whose reads return only a few bytes each."""

    step = 1

    def read1(self, size: int | None = -1, /) -> bytes:
        """Few bytes."""
        return self.read(min(self.step, size if size and size >= 0 else self.step))


def contents(stored: bytes, *, size: int = 1 << 18, step: int = 1 << 20) -> tuple[bytes, str]:
    """The unpacked bytes, and the error at the end if there is one."""
    stream = Trickle(stored)
    stream.step = step
    source = uncompressed(stream)
    out = []
    try:
        while data := source.read(size):
            assert len(data) <= size
            out.append(data)
    except UnreadableInput as error:
        with pytest.raises(UnreadableInput):  # it stays an error
            source.read(size)
        return b"".join(out), str(error)
    assert source.stored == len(stored)
    return b"".join(out), ""


@given(
    st.binary(max_size=300),
    st.lists(st.sampled_from(sorted(PACK)), max_size=3),
    st.integers(1, 3),
    st.integers(1, 100),
    st.integers(1, 100),
)
def test_round_trip(data: bytes, layers: list[str], members: int, size: int, step: int) -> None:
    data = b"{" + data
    stored = data * members
    for number, kind in enumerate(layers):
        pack = PACK[kind]
        stored = b"".join(pack(data) for _ in range(members)) if number == 0 else pack(stored)
    assert contents(stored, size=size, step=step) == (data * members, "")


@pytest.mark.parametrize("data", [b"", b"\x1f", b"\x1f\x8b", b"\x28\xb5\x2f", b"BZh9", b"PK\x03\x04", b"\x50"])
def test_other_files_are_unchanged(data: bytes) -> None:
    assert contents(data) == (data, "")


def test_empty_members_zeros_and_skipped_frames() -> None:
    assert contents(gzip.compress(b"") + gzip.compress(b"a") + b"\0" * 600_000 + gzip.compress(b"b")) == (
        b"ab",
        "",
    )
    assert contents(gzip.compress(b"")) == (b"", "")
    assert contents(SKIPPED_FRAME + zstd.compress(b"a") + SKIPPED_FRAME + zstd.compress(b"b")) == (b"ab", "")


@pytest.mark.slow
@kinds
@pytest.mark.parametrize("step", [pytest.param(1, marks=NIGHTLY), 1 << 20])
def test_truncated(kind: str, step: int) -> None:
    data = random.Random(1).randbytes(2000)
    stored = PACK[kind](data)
    for length in range(4, len(stored), 7):
        unpacked, fault = contents(stored[:length], step=step)
        assert data.startswith(unpacked)
        assert fault == f"the {kind} data is cut off"
    twice = PACK[kind](stored[:-1])
    assert contents(twice)[1] == f"the {kind} data is cut off"


@kinds
def test_trailing_data(kind: str) -> None:
    for after in (b"a", b"abcdef", b"\x1f\x8b\x09\0"):
        unpacked, fault = contents(PACK[kind](b"data") + after)
        assert unpacked == b"data"
        assert fault == f"other data follows the {kind} data"


def test_data_before_gzip_corruption_is_read() -> None:
    """A zlib decompressor discards what it unpacked in the call in which it detects corruption."""
    data = random.Random(1).randbytes(50_000)
    stored = bytearray(zlib.compress(data, 0, 31))
    at = bytes(stored).index(data[40_000:40_020])
    checked = bytes(stored[:-8]) + b"\0" * 8
    assert contents(checked) == (data, "the gzip data is damaged")
    compressor = zlib.compressobj(6, zlib.DEFLATED, 31)
    first = compressor.compress(data[:at]) + compressor.flush(zlib.Z_FULL_FLUSH)
    assert contents(first + b"\xff" * 500) == (data[:at], "the gzip data is damaged")


def test_data_before_zstd_corruption_is_read() -> None:
    whole = zstd.compress(b"a" * 1000)
    assert contents(whole + zstd.compress(b"b" * 500)[:4] + b"\xff" * 200) == (
        b"a" * 1000,
        "the zstd data is damaged",
    )
    frame = zstd.ZstdCompressor()
    data = random.Random(1).randbytes(400_000)
    stored = frame.compress(data) + frame.flush(frame.FLUSH_BLOCK)
    assert contents(stored + b"\xff" * 500, size=1 << 20) == (data, "the zstd data is damaged")


@kinds
@given(flips=st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 255)), min_size=1, max_size=3))
def test_random_corruption(kind: str, flips: list[tuple[int, int]]) -> None:
    stored = bytearray(PACK[kind](b'{"a": 1}\n' * 50 + bytes(range(256))))
    for at, change in flips:
        stored[at % len(stored)] ^= change
    contents(bytes(stored), size=100)


@pytest.mark.slow
@kinds
def test_a_zip_bomb(kind: str) -> None:
    """1 GB of zeros would not fit into memory, and is not unpacked at once."""
    bomb = PACK[kind](b"\0" * 100_000_000)
    twice = PACK[kind](bomb)
    for stored in (bomb, twice):
        tracemalloc.start()
        source = uncompressed(io.BytesIO(stored))
        size = 0
        while data := source.read(1 << 18):
            size += len(data)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert size == 100_000_000
        assert peak < 4_000_000


@kinds
def test_blocks_of_a_compressed_file(kind: str) -> None:
    data = b'{"a": 1}\n' * 1000
    stored = PACK[kind](PACK[kind](data))
    parts = list(blocks(io.BytesIO(stored)))
    assert b"".join(block.data for block in parts) == data
    assert parts[-1].read == len(stored)
    # the data before the damage is read before the error
    reading = blocks(io.BytesIO(PACK[kind](data) + PACK[kind](data)[:-3]))
    whole = [next(reading).data]
    with pytest.raises(UnreadableInput, match=f"^the {kind} data is cut off$"):
        whole.extend(block.data for block in reading)
    assert b"".join(whole).startswith(data)

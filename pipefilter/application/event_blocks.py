"""Blocks of events in memory, like those of a file, except that no event continues in the next block."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import PurePath

from pipefilter.application.filters import record_text
from pipefilter.costs.traffic.source_detection import detect_source
from pipefilter.json_text.tree import decoded
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.block_events import event_lines
from pipefilter.scanning.events.blocks import blocks
from pipefilter.scanning.events.one_line import on_one_line
from pipefilter.sources import Source

__all__ = ["EventBlocks"]

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SIZE = 1 << 16
"""Bytes of a block, or some more."""
_LIST = b"["


class EventBlocks:
    """The events, envelopes and lists of these in an iterable, which is consumed only as they are read."""

    def __init__(self, events: Iterable[object]) -> None:
        self._lines: Iterator[tuple[int, bytes]] = (
            (number, line) for number, event in enumerate(events, 1) for line in _lines(event)
        )

    def source(self) -> Source | None:
        """The source of the first event that identifies one; None if none does.

        Raises:
            TypeError: something is not an event: it is a path, or not JSON text, bytes or a dict.
            InvalidEvent: a dict has no JSON form.
        """
        seen: list[tuple[int, bytes]] = []

        def lines() -> Iterator[bytes]:
            for numbered in self._lines:
                seen.append(numbered)
                yield numbered[1]

        source = detect_source(lines())
        self._lines = chain(seen, self._lines)
        return source

    def __iter__(self) -> Iterator[Block]:
        """The blocks; the place of an event is its number, from 1.

        Raises:
            TypeError: as above.
            InvalidEvent: as above.
        """
        read, size = 0, 0
        part: list[tuple[int, bytes]] = []
        for numbered in self._lines:
            part.append(numbered)
            size += len(numbered[1])
            if size >= _SIZE:
                read, size = read + size, 0
                yield _block(part, read)
                part = []
        if part:
            yield _block(part, read + size)


def _block(part: list[tuple[int, bytes]], read: int) -> Block:
    data = b"".join(line for _, line in part)
    return Block(data, part[0][0], read, tuple((number, 1) for number, _ in part))


def _lines(event: object) -> Iterator[bytes]:
    """The events in an element of the iterable, each on one line."""
    if isinstance(event, list | tuple):
        for each in event:
            yield from _lines(each)
        return
    if isinstance(event, PurePath):
        raise TypeError(f"{event} is a path among events: give only paths, or only events")
    text = event if isinstance(event, bytes) else record_text(event).encode("utf-8", "surrogatepass")
    if text.startswith(_MARKS):
        with suppress(UnicodeDecodeError):  # it is malformed, and counted so
            text = decoded(text).encode()
    if not text.lstrip().startswith(_LIST):
        yield on_one_line(text) + b"\n"
        return
    for block in blocks(io.BytesIO(text)):
        yield from (line + b"\n" for line in event_lines(block)[1].without_feeds())

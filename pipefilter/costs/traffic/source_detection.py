"""Detects the source of the events of a file from the first event that identifies it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

from pipefilter.errors import InvalidEvent, UnreadableInput
from pipefilter.filtering.record_reader import reader_of_records
from pipefilter.scanning.events.block_events import event_lines
from pipefilter.scanning.events.blocks import blocks
from pipefilter.scanning.events.line_events import events_of_lines
from pipefilter.sources import Source

__all__ = ["detect_file_source", "detect_source"]

_READER = reader_of_records()
_MAX_EVENTS = 1000
"""Maximum number of events that are examined: if none of them identifies its source, the rest will not either."""
_MAX_BYTES = 1 << 26


def detect_file_source(stream: BinaryIO) -> Source | None:
    """The source of the first event of a file that identifies it; None if none does."""
    return detect_source(_events(stream))


def detect_source(events: Iterable[str | bytes]) -> Source | None:
    """The source of the first event that identifies it; None if none does. Malformed texts are skipped."""
    return next(filter(None, map(_event_source, islice(events, _MAX_EVENTS))), None)


def _events(stream: BinaryIO) -> Iterator[str | bytes]:
    read = 0
    try:
        for block in blocks(stream):
            lines = (text + b"\n" for text in event_lines(block)[1].without_feeds())
            yield from (event.text for event in events_of_lines(lines, 1, 0))
            read += len(block.data)
            if read > _MAX_BYTES:
                return
    except UnreadableInput:  # it is reported when the file is counted
        return


def _event_source(event: str | bytes) -> Source | None:
    try:
        return next(filter(None, (record.source for record in _READER.records(event))), None)
    except InvalidEvent:
        return None

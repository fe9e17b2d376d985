"""Where the events of a file are from, told by the first of them."""

from __future__ import annotations

import io

from pipefilter.errors import InvalidEvent, UnreadableInput
from pipefilter.filtering.wrapped_records import records_in
from pipefilter.matching.event_text import event_tree
from pipefilter.scanning.blocks import blocks
from pipefilter.scanning.event_texts import event_texts
from pipefilter.sources import Source

__all__ = ["recognised_source"]


def recognised_source(head: bytes) -> Source | None:
    """The source of the first event; None if that does not tell.

    Args:
        head: the first bytes of a file, as it is stored; an event that they do not hold whole tells nothing.
    """
    try:
        for block in blocks(io.BytesIO(head)):
            for event in event_texts(io.BytesIO(block.data)):
                return _of_event(event.text)
    except UnreadableInput:  # it is cut off
        pass
    return None


def _of_event(event: str | bytes) -> Source | None:
    try:
        event_tree(event)
        text = event.decode("utf-8-sig") if isinstance(event, bytes) else event
        records = records_in(text)
    except InvalidEvent:
        return None
    return records[0].source if records else None

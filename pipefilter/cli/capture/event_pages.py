"""Reads the events of a file in any format, page by page, for `pipefilter capture file` and `s3`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from pipefilter.aws.capture.page import Page, Until
from pipefilter.aws.capture.single_event import single_event
from pipefilter.filtering.broker_batch import batch_records
from pipefilter.matching.event_text import Event, event_tree
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.block_events import block_events, event_lines
from pipefilter.scanning.events.blocks import blocks

__all__ = ["event_pages"]


def event_pages(stream: BinaryIO, until: Until, reads: str) -> Iterator[Page]:
    """The events of one file.

    Raises:
        UnreadableInput: it is damaged or cut off; everything before is in the pages.
    """
    for block in blocks(stream):
        yield _page(block, until, reads)
        if until.is_over:
            return


def _page(block: Block, until: Until, reads: str) -> Page:
    lines, texts = (each.without_feeds() for each in event_lines(block))
    outcomes = block_events(
        block,
        lines,
        texts,
        set(range(len(lines))),
        decided=lambda _index: ("",),
        evaluate=_texts_of,
        explains_faults=lambda: True,
    )
    events: list[str] = []
    others = 0
    for outcome in outcomes:
        if isinstance(outcome.verdict, tuple) and outcome.verdict[0]:
            events.extend(outcome.verdict)
        else:
            others += 1
        if until.left is not None and len(events) >= until.left:
            break
    return Page(until.take(tuple(events)), reads, passed_over=others)


def _texts_of(event: Event) -> tuple[str, ...]:
    """An event, or the records of a batch; in a tuple, as a plain string would be a fault.

    Raises:
        InvalidEvent: it is not an event.
    """
    event_tree(event)
    text = single_event(event) if isinstance(event, str) else ""
    return (text and batch_records(text)) or (text,)

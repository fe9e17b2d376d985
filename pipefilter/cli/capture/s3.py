"""Reads events from objects in S3 for `pipefilter capture s3`, in any file format."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.aws.capture.page import Page, Until
from pipefilter.aws.capture.single_event import single_event
from pipefilter.aws.connection import Connection
from pipefilter.aws.s3.objects import opened_object, s3_objects
from pipefilter.errors import UnreadableInput
from pipefilter.matching.event_text import Event, event_tree
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.block_events import block_events, event_lines
from pipefilter.scanning.events.blocks import blocks

__all__ = ["s3_pages"]


def s3_pages(connection: Connection, url: str, until: Until) -> Iterator[Page]:
    """Capture events of the objects of a URL, a prefix or a glob, in the order of their keys.

    Raises:
        UnreadableInput: there is no such object, or none can be read.
    """
    for number, s3_object in enumerate(s3_objects(url, connection), 1):
        reads = f"{number} object{'' if number == 1 else 's'}"
        try:
            with opened_object(s3_object.name, connection) as stream:
                for block in blocks(stream):
                    yield _page(block, until, reads)
                    if until.is_over:
                        return
        except UnreadableInput as error:  # there may be others
            yield Page((), reads, faults=(f"{s3_object.name}: {error}",))


def _page(block: Block, until: Until, reads: str) -> Page:
    lines, texts = map(list, event_lines(block))
    outcomes = block_events(
        block,
        lines,
        texts,
        set(range(len(lines))),
        decided=lambda _index: ("",),
        evaluate=_text_of,
        explains_faults=lambda: True,
    )
    events: list[str] = []
    others = 0
    for outcome in outcomes:
        if isinstance(outcome.verdict, tuple) and outcome.verdict[0]:
            events.append(outcome.verdict[0])
        else:
            others += 1
        if until.left is not None and len(events) >= until.left:
            break
    return Page(until.take(tuple(events)), reads, passed_over=others)


def _text_of(event: Event) -> tuple[str]:
    """The text of an event; in a tuple, as a plain string would be a fault.

    Raises:
        InvalidEvent: it is not an event.
    """
    event_tree(event)
    return (single_event(event) if isinstance(event, str) else "",)

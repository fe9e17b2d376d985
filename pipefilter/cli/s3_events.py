"""Events in objects of S3 for `pipefilter capture s3`, whatever form the objects have."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from pipefilter.aws.capture_page import Page, Until
from pipefilter.aws.connection import Connection
from pipefilter.aws.lone_event import lone_event
from pipefilter.aws.s3_objects import opened_object, s3_objects
from pipefilter.errors import UnreadableInput
from pipefilter.matching.event_text import Event, event_tree
from pipefilter.scanning.block import Block
from pipefilter.scanning.block_events import block_events, event_lines
from pipefilter.scanning.blocks import blocks

__all__ = ["s3_pages"]

_OF_THE_USER = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")


def s3_pages(connection: Connection, url: str, until: Until) -> Iterator[Page]:
    """Capture events of objects, in the order of their keys.

    Args:
        connection: to AWS.
        url: of an object, a prefix or a glob.
        until: when to end.

    Raises:
        UnreadableInput: there is no such object, or none can be read.
    """
    with _default_session(connection):
        for number, one in enumerate(s3_objects(url), 1):
            reads = f"{number} object{'' if number == 1 else 's'}"
            try:
                with opened_object(one.name) as stream:
                    for block in blocks(stream):
                        yield _page(block, until, reads)
                        if until.is_over:
                            return
            except UnreadableInput as error:  # there may be others
                yield Page((), reads, faults=(f"{one.name}: {error}",))


def _page(block: Block, until: Until, reads: str) -> Page:
    lines, texts = map(list, event_lines(block))
    found = block_events(
        block,
        lines,
        texts,
        set(range(len(lines))),
        decided=lambda _index: ("",),
        judge=_text_of,
        tells_faults=lambda: True,
    )
    events: list[str] = []
    others = 0
    for one in found:
        if isinstance(one.verdict, tuple) and one.verdict[0]:
            events.append(one.verdict[0])
        else:
            others += 1
        if until.left is not None and len(events) >= until.left:
            break
    return Page(until.take(tuple(events)), reads, passed_over=others)


def _text_of(event: Event) -> tuple[str]:
    """The text of an event; in a tuple, as a mere text would be a fault.

    Raises:
        InvalidEvent: it is none.
    """
    event_tree(event)
    return (lone_event(event) if isinstance(event, str) else "",)


@contextmanager
def _default_session(connection: Connection) -> Iterator[None]:
    """Let boto3's default session, by which objects are read, be that of the connection."""
    before = dict(os.environ)
    if connection.profile:
        for name in _OF_THE_USER:  # they would go before the profile
            os.environ.pop(name, None)
        os.environ["AWS_PROFILE"] = connection.profile
    if connection.region:
        os.environ["AWS_DEFAULT_REGION"] = connection.region
    if connection.endpoint_url:
        os.environ["AWS_ENDPOINT_URL_S3"] = connection.endpoint_url
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)

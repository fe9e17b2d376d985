"""Captures messages of a topic of SNS from a queue that is subscribed to it, without the SQS messages around them."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace

from pipefilter.aws.capture.page import Page, Until
from pipefilter.aws.capture.single_event import single_event
from pipefilter.aws.capture.sqs import Peek, sqs_pages
from pipefilter.aws.connection import Connection
from pipefilter.json_text.raw_object import raw_object
from pipefilter.sources.sns import form_of

__all__ = ["sns_pages"]

_RAW = (
    "a message has no notification of SNS in its body, as with raw message delivery: such messages are printed as SQS "
    "messages, whose body and attributes are those of the SNS message, unless another sender put them into the queue"
)


def sns_pages(
    connection: Connection, name: str, peek: Peek, until: Until, report: Callable[[str], None]
) -> Generator[Page]:
    """Capture messages; a note says so before the first that has no notification.

    Args:
        name: of the queue, its URL or its ARN.
        report: is called with a sentence on messages that stay invisible, even if no more pages are requested.

    Raises:
        UnreadableInput: there is no such queue, or it cannot be read.
    """
    has_raw = False
    with closing(sqs_pages(connection, name, peek, until, report)) as pages:
        for page in pages:
            records = tuple(_notification(record) or record for record in page.records)
            is_first = not has_raw and any(new == old for new, old in zip(records, page.records, strict=True))
            has_raw = has_raw or is_first
            yield replace(page, records=records, notes=(*page.notes, _RAW) if is_first else page.notes)


def _notification(record: str) -> str:
    """The notification in the body of an SQS message, on one line; "" if there is none."""
    message = raw_object(record)
    return single_event(message.text_of("body") or "") if form_of(message) == "enveloped" else ""

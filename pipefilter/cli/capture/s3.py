"""Reads events from objects in S3 for `pipefilter capture s3`, in any file format."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.aws.capture.page import Page, Until
from pipefilter.aws.connection import Connection
from pipefilter.aws.s3.objects import opened_object, s3_objects
from pipefilter.cli.capture.event_pages import event_pages
from pipefilter.errors import UnreadableInput

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
                yield from event_pages(stream, until, reads)
        except UnreadableInput as error:  # there may be others
            yield Page((), reads, faults=(f"{s3_object.name}: {error}",))
        if until.is_over:
            return

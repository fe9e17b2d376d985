"""Reads events from files for `pipefilter capture file`, in any file format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipefilter.aws.capture.page import Page, Until
from pipefilter.cli.capture.event_pages import event_pages
from pipefilter.cli.inputs.files import opened, shown_name
from pipefilter.errors import UnreadableInput

__all__ = ["file_pages"]


def file_pages(names: Sequence[str], until: Until) -> Iterator[Page]:
    """The events of files, in their order; `-` is standard input. A file that cannot be read is a fault of its page."""
    for number, name in enumerate(names, 1):
        reads = f"{number} file{'' if number == 1 else 's'}"
        try:
            with opened(name) as stream:
                yield from event_pages(stream, until, reads)
        except (UnreadableInput, ValueError) as error:  # ValueError: no file can have that name
            yield Page((), reads, faults=(f"{shown_name(name)}: {error}",))
        if until.is_over:
            return

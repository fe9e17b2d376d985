"""One event of a file as text."""

from __future__ import annotations

from pipefilter.dataclass import dataclass

__all__ = ["MAX_EVENT", "TOO_LONG", "EventText"]

MAX_EVENT = 1 << 28
"""Maximum length of an event in bytes; a longer one is not read, as it would fill the memory."""
TOO_LONG = f"an event of more than {MAX_EVENT >> 20} MB"


@dataclass(frozen=True, slots=True)
class EventText:
    """One event of a file, with the line and the column of its start, from 1.

    Args:
        text: the event; bytes if they are not known to be UTF-8.
        end: the number of bytes of the file that are read, for a progress bar.
        alone: whether the file has no other event.
        may_be_event: False if its brackets show that it is malformed.
        has_comma: whether a comma separates it from another event.
    """

    text: str | bytes
    line: int
    column: int
    end: int
    alone: bool = False
    may_be_event: bool = True
    has_comma: bool = False

"""The first of the events that the page was given, and how many there are."""

from __future__ import annotations

import io

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.event_texts import EventText, event_texts

__all__ = ["first_event"]


def first_event(text: str) -> tuple[EventText | None, int]:
    """The first event as `pipefilter test` takes it out of a file, and how many there are; None if there is none.

    Args:
        text: one event, a list of events, JSON lines, or objects one after the other.
    """
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:  # half of a surrogate pair: no file holds one
        return EventText(text, 1, 1, 0, alone=True), 1
    first: EventText | None = None
    count = 0
    try:
        for one in event_texts(io.BytesIO(data)):
            first = first or one
            count += 1
    except UnreadableInput:
        # a list that is not closed: the parser says where, which is more than that it is not closed
        return EventText(text, 1, 1, 0, alone=True), max(count, 1)
    return first, count

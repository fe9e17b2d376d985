"""The events in a text that a program or the page hands over: the same as in a file with that text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.events.event_texts import EventText, event_texts

__all__ = ["events_in"]


def events_in(text: str | bytes) -> list[EventText]:
    """The events in a text, each as its own text with its place; none in white space and in an empty list.

    Of a list that is not closed, the last event is the whole text: its parser says what is wrong, and where.

    Args:
        text: one event, JSON lines, objects one after the other, or a list of events; bytes are UTF-8.
    """
    if isinstance(text, bytes):
        return _events_of_file(text, text)
    try:
        return _events_of_file(text.encode("utf-8"), text)
    except UnicodeEncodeError:  # half of a surrogate pair, which no file holds
        stand_in = text.encode("utf-8", "replace")
        return list(_parts(text, stand_in.decode("utf-8"), _events_of_file(stand_in, text)))


def _events_of_file(data: bytes, text: str | bytes) -> list[EventText]:
    events: list[EventText] = []
    try:
        events.extend(event_texts(io.BytesIO(data)))  # those before the fault are kept
    except UnreadableInput:
        events.append(EventText(text, 1, 1, len(data), alone=not events))
    return events


def _parts(text: str, stand_in: str, events: Iterable[EventText]) -> Iterator[EventText]:
    """The events of a text, where those of another of the same length are known.

    Args:
        text: of which parts are meant.
        stand_in: the other text.
        events: in the other text, in their order; or the whole of the first.
    """
    end = 0
    for event in events:
        part = event.text if isinstance(event.text, str) else event.text.decode("utf-8")
        start = 0 if part is text else stand_in.index(part, end)
        end = start + len(part)
        yield replace(event, text=text[start:end])

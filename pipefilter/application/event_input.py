"""Splits a text from a program or the page into events, as a file with that text would be."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.events.event_texts import EventText, event_texts

__all__ = ["events_in"]


def events_in(text: str | bytes) -> list[EventText]:
    """The events in a text, each with its text and place; white space and an empty list have none.

    If a list is not closed, the last event is the whole text, so that its parser reports the fault and its place.

    Args:
        text: one event, JSON lines, objects one after the other, or a list of events; bytes are UTF-8.
    """
    if isinstance(text, bytes):
        return _events_of_file(text, text)
    try:
        return _events_of_file(text.encode("utf-8"), text)
    except UnicodeEncodeError:  # half of a surrogate pair, which no file can have
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
    """The events of a text, by those of a stand-in of the same length in their order, or by the whole text."""
    end = 0
    for event in events:
        part = event.text if isinstance(event.text, str) else event.text.decode("utf-8")
        start = 0 if part is text else stand_in.index(part, end)
        end = start + len(part)
        yield replace(event, text=text[start:end])

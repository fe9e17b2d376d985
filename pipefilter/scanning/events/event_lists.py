"""Reads events that are not on lines of their own: the elements of an array, or objects one after the other."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import NamedTuple

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.json_stream import JsonStream
from pipefilter.scanning.events.line_events import events_of_lines
from pipefilter.scanning.events.one_line import on_one_line

__all__ = [
    "PlacedEvent",
    "array_elements",
    "array_events",
    "concatenated_events",
    "in_blocks",
    "object_events",
    "read_object",
]


class PlacedEvent(NamedTuple):
    """An event: its text on one line, and the line and the column of its start."""

    text: bytes
    place: tuple[int, int]


def array_events(stream: JsonStream) -> Iterator[PlacedEvent]:
    """The elements of a file that is one array.

    Raises:
        UnreadableInput: it is not a list of values, or something follows it.
    """
    stream.next()
    yield from array_elements(stream)
    if stream.next():
        raise stream.error("nothing may follow the array of events")


def array_elements(stream: JsonStream) -> Iterator[PlacedEvent]:
    """The elements of an array, from its opening bracket on; one that is cut off comes as far as it goes.

    Raises:
        UnreadableInput: it is not a list of values.
    """
    stream.skip()
    following = stream.next()
    if following == b"]":
        stream.skip()
        return
    while following:
        place = stream.place()
        text = stream.event()
        if not text:
            raise stream.error("an element of the array of events is missing")
        yield PlacedEvent(text, place)
        if stream.goes_to_object():
            continue
        following = stream.next()
        if not following and not stream.whole:  # its evaluation reports that it is cut off
            return
        if following == b"]":
            stream.skip()
            return
        if following and following != b",":
            raise stream.error("expected a comma or ] in the array of events")
        place = stream.place()
        stream.skip()
        following = stream.next()
        if following == b"]":
            raise stream.error("extra comma before ]", place)
    raise stream.error("the array of events is cut off")


def concatenated_events(stream: JsonStream) -> Iterator[PlacedEvent]:
    """The objects of a file one after the other; anything between them counts as a malformed event.

    Raises:
        UnreadableInput: one is too long.
    """
    while following := stream.next():
        if following == b"{":
            yield from read_object(stream)
        else:
            place = stream.place()
            yield PlacedEvent(stream.garbage(), place)


def read_object(stream: JsonStream) -> Iterator[PlacedEvent]:
    """The object at the current place; or the events in it, if the end of the file cuts it off.

    Raises:
        UnreadableInput: it is too long.
    """
    place = stream.place()
    stream.hold()
    yield from object_events(stream, stream.event(), place)


def object_events(stream: JsonStream, text: bytes, place: tuple[int, int]) -> Iterator[PlacedEvent]:
    """An object that is read; or the events in it, if the end of the file cuts it off.

    Args:
        stream: after the object; it remembers the start of the object.
        text: of the object, on one line.
    """
    if stream.is_cut_off:
        yield from _events_of_rest(stream)
    else:
        stream.release()
        yield PlacedEvent(text, place)


def _events_of_rest(stream: JsonStream) -> Iterator[PlacedEvent]:
    """The events in an object that the end of the file cuts off: some of its lines may be whole events."""
    stream.go_back()
    line, column = stream.place()
    for event in events_of_lines(io.BytesIO(stream.rest()), line, 0, column):
        text = event.text if isinstance(event.text, bytes) else event.text.encode("utf-8")
        yield PlacedEvent(on_one_line(text), (event.line, event.column))


def in_blocks(events: Iterator[PlacedEvent], stream: JsonStream, size: int) -> Iterator[Block]:
    """The events in blocks of at least `size` bytes unless they would have to wait, each event on a line of its own.

    Raises:
        UnreadableInput: the events cannot be read to their end; everything before is in the blocks.
    """
    ended = False
    fault: UnreadableInput | None = None
    while not ended:
        lines: list[bytes] = []
        places: list[tuple[int, int]] = []
        amount = 0
        try:
            for text, place in events:
                lines.append(text)
                places.append(place)
                amount += len(text) + 1
                if amount >= size or stream.drained:
                    break
            else:
                ended = True
        except UnreadableInput as error:
            fault, ended = error, True
        if lines:
            data = b"\n".join(lines) + b"\n"
            yield Block(data, places[0][0], stream.stored, tuple(places))
    if stream.fault or fault:
        raise stream.fault or fault  # type: ignore[misc]  # one of them is there

"""Events that are not lines of a file: the elements of one array, or objects with nothing between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.block import Block
from pipefilter.scanning.json_stream import JsonStream

__all__ = ["PlacedEvent", "array_elements", "array_events", "concatenated_events", "in_blocks"]


class PlacedEvent(NamedTuple):
    """One event: its text on one line, and the line and the column at which it begins."""

    text: bytes
    place: tuple[int, int]


def array_events(stream: JsonStream) -> Iterator[PlacedEvent]:
    """The elements of the one array that a file is.

    Args:
        stream: stands before it.

    Raises:
        UnreadableInput: it is no list of values, or something follows it.
    """
    stream.next()
    yield from array_elements(stream)
    if stream.next():
        raise stream.refused("there is more after the list")


def array_elements(stream: JsonStream) -> Iterator[PlacedEvent]:
    """The elements of an array; of an element that is cut off, what there is of it.

    Args:
        stream: stands at the opening bracket; at the end, after the closing one.

    Raises:
        UnreadableInput: it is no list of values.
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
            raise stream.refused("an element of a list of events is missing")
        yield PlacedEvent(text, place)
        if stream.goes_to_object():
            continue
        following = stream.next()
        if not following and not stream.whole:  # judging it tells that it is cut off
            return
        if following == b"]":
            stream.skip()
            return
        if following and following != b",":
            raise stream.refused("a list of events goes on with a comma or ends with ]")
        place = stream.place()
        stream.skip()
        following = stream.next()
        if following == b"]":
            raise stream.refused("a comma too many before ]", place)
    raise stream.refused("the list of events is cut off")


def concatenated_events(stream: JsonStream) -> Iterator[PlacedEvent]:
    """The objects of a file one after the other; what stands between them is taken for malformed events.

    Args:
        stream: stands before the first.

    Raises:
        UnreadableInput: one is too long.
    """
    while following := stream.next():
        place = stream.place()
        text = stream.event() if following == b"{" else stream.garbage()
        yield PlacedEvent(text, place)


def in_blocks(events: Iterator[PlacedEvent], stream: JsonStream, size: int) -> Iterator[Block]:
    """The events in blocks, each event on a line of its own.

    Args:
        events: read from the stream.
        stream: the stream.
        size: how many bytes a block has at least, unless more have to be waited for.

    Raises:
        UnreadableInput: the events are not read to their end; all before is in the blocks.
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

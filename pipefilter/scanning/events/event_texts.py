"""Reads the events of a file as texts: one object, JSON lines, concatenated objects, or a JSON array.

The text of each event stays as it is, since repeated names and the spelling of numbers matter. JSON lines are read line
by line, so that memory does not grow with the file; all other forms are read as a whole.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import BinaryIO

from pipefilter.errors import UnreadableInput
from pipefilter.json_text.place import LineCounter
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import decoded, is_one_value, value_end, white_end
from pipefilter.scanning.events.event_text import EventText

__all__ = ["EventText", "event_texts", "some_events"]

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_COMPRESSED = (b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd")
"""The first bytes of gzip and zstd."""
_BOM = b"\xef\xbb\xbf"
_WHITE = " \t\r\n"
_WINDOW = 1 << 10
_ESCAPED = "surrogateescape"
"""Keeps bytes that are not UTF-8, so that the other events can be read."""


def event_texts(stream: BinaryIO) -> Iterator[EventText]:
    """The events of a file, which may be compressed by gzip or zstd.

    Raises:
        UnreadableInput: it is not text, or an array that is not closed, or its compressed data is damaged.
    """
    first = stream.readline()
    if first.startswith(_COMPRESSED):
        from pipefilter.scanning.bytes.compression import uncompressed_stream

        stream = uncompressed_stream(first, stream)
        first = stream.readline()
    number, read = 1, 0
    while first and not first.removeprefix(_BOM).strip():
        number, read = number + 1, read + len(first)
        first = stream.readline()
    if _has_time(first.removeprefix(_BOM).lstrip()):
        yield from _timed_events(chain((first.removeprefix(_BOM),), stream), number, read)
        return
    second = stream.readline()
    if not second or first.startswith(_UTF16) or not (_holds_one(first) or _are_two(first, second)):
        yield from _whole(first + second + stream.read(), number)
        return
    yield from _of_lines(chain((first.removeprefix(_BOM), second), stream), number, read)


def some_events(stream: BinaryIO) -> Iterator[EventText]:
    """The events of a file that must have at least one.

    Raises:
        UnreadableInput: as `event_texts`, or there is no event in it.
    """
    count = 0
    for count, event in enumerate(event_texts(stream), 1):  # noqa: B007 - counted to the end
        yield event
    if not count:
        raise UnreadableInput("no events found")


def _holds_one(line: bytes) -> bool:
    """Whether a line is one whole JSON object, so that the file is JSON lines."""
    try:
        text = decoded(line).strip(_WHITE)
        return text.startswith("{") and is_one_value(text)
    except UnicodeDecodeError:
        return False


def _are_two(line: bytes, following: bytes) -> bool:
    """Whether two lines start two objects, so that the file is JSON lines, even if the first is malformed.

    Within one JSON value, an object starts only after a colon, a bracket or a comma.
    """
    are_objects = line.removeprefix(_BOM).startswith(b"{") and following.startswith(b"{")
    return are_objects and not line.rstrip().endswith((b":", b"[", b","))


def _whole(data: bytes, first_line: int) -> Iterator[EventText]:
    encoding = "utf-16" if data.startswith(_UTF16) else "utf-8"
    data = data.removeprefix(_BOM)
    try:
        # in a file of JSON, only the events that are not UTF-8 are rejected
        is_json = encoding == "utf-8" and data.lstrip()[:1] in {b"{", b"["}
        text = data.decode(encoding, _ESCAPED if is_json else "strict")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding)
        place = _place(LineCounter(before), len(before), first_line)
        raise UnreadableInput(f"{place}: not {encoding.upper()}: save the file as UTF-8") from None
    first = text[(start := white_end(text, 0)) : start + 1]
    if first == "{":
        yield from _values(text, first_line, len(data), LineCounter(text))
    elif first == "[" and _is_array(text):
        yield from _elements(text, first_line, len(data))
    else:  # lines of text, such as `[INFO] started`, with events between them
        yield from _malformed(text, first_line, 1, len(data), is_first=True)


def _is_array(text: str) -> bool:
    from pipefilter.scanning.events.file_form import is_array

    return is_array(text)


def _malformed(  # noqa: PLR0913 - the place, and what comes before it
    text: str, line: int, column: int, read: int, *, is_first: bool, in_line: bool = False
) -> Iterator[EventText]:
    """The events in the rest of a text; the first is malformed."""
    lines = io.BytesIO(text.encode("utf-8", _ESCAPED))
    events = list(_of_lines(lines, line, 0, column, in_line=in_line))
    alone = is_first and len(events) == 1
    yield from (replace(event, end=read, alone=alone) for event in events)


def _has_time(line: bytes) -> bool:
    if not line[:1].isdigit():
        return False
    from pipefilter.scanning.events.file_form import TIME

    return TIME.match(line) is not None


def _of_lines(
    lines: Iterable[bytes], first: int, read: int, column: int = 1, *, in_line: bool = False
) -> Iterator[EventText]:
    from pipefilter.scanning.events.line_events import events_of_lines

    yield from events_of_lines(lines, first, read, column, in_line=in_line)


def _timed_events(lines: Iterable[bytes], first_line: int, read: int) -> Iterator[EventText]:
    """The events of lines with times, as CloudWatch Logs exports them; an event continues up to the next time."""
    from pipefilter.scanning.events.block_events import without_time

    own: list[bytes] = []
    start, column, before = first_line, 1, read
    for number, line in enumerate(lines, first_line):
        text = without_time(line)
        if text is not line and own:
            yield from _of_lines(own, start, before, column)
            own, before = [], read
        if not own:
            start, column = number, 1 + len(line) - len(text)
        own.append(text)
        read += len(line)
    yield from _of_lines(own, start, before, column)


def _values(text: str, first_line: int, read: int, lines: LineCounter) -> Iterator[EventText]:
    """The objects of a text, one after the other."""
    at = start = white_end(text, 0)
    before = 0  # the offset after the last event
    while at < len(text):
        place = lines.place(at)
        line = first_line + place.line - 1
        end = _object_end(text, at)
        if end is None:  # the matcher reports the problem, and brackets show its end
            in_line = before > 0 and "\n" not in text[before:at]
            yield from _malformed(text[at:], line, place.column, read, is_first=at == start, in_line=in_line)
            return
        before = end
        following = white_end(text, end)
        alone = at == start and following >= len(text)
        yield EventText(_own_text(text[at:end]), line, place.column, read, alone)
        at = white_end(text, following + 1) if _is_comma_between(text, following) else following


def _object_end(text: str, at: int) -> int | None:
    """The offset after the JSON object that starts at an offset; None if none does."""
    try:
        return value_end(text, at) if text.startswith("{", at) else None
    except JsonFault:
        return None


def _is_comma_between(text: str, at: int) -> bool:
    return text.startswith(",", at) and text[(after := white_end(text, at + 1)) : after + 1] in ("", "{")


def _elements(text: str, first_line: int, read: int) -> Iterator[EventText]:
    """The elements of the one array in a text."""
    lines = LineCounter(text)
    at = white_end(text, white_end(text, 0) + 1)
    while not text.startswith("]", at):
        if at == len(text):
            raise UnreadableInput(f"{_place(lines, at, first_line)}: the array of events is cut off")
        place = lines.place(at)
        line = first_line + place.line - 1
        end, is_whole = _element_end(text, at)
        if end == at:
            raise UnreadableInput(
                f"{_place(lines, at, first_line)}: an element of the array of events is missing"
            )
        yield EventText(_own_text(text[at:end].rstrip(_WHITE)), line, place.column, read)
        at = white_end(text, end)
        if at == len(text) and not is_whole:  # its evaluation reports that it is cut off
            return
        if text.startswith("]", at):
            break
        if at == len(text):
            continue
        if not text.startswith(",", at):
            raise UnreadableInput(
                f"{_place(lines, at, first_line)}: expected a comma or ] in the array of events"
            )
        comma, at = at, white_end(text, at + 1)
        if text.startswith("]", at):
            raise UnreadableInput(f"{_place(lines, comma, first_line)}: extra comma before ]")
    at = white_end(text, at + 1)
    if at < len(text):
        raise UnreadableInput(f"{_place(lines, at, first_line)}: nothing may follow the array of events")


def _element_end(text: str, at: int) -> tuple[int, bool]:
    """The end of an element, and whether it is whole; for a malformed one by its brackets and quotes."""
    try:
        end = value_end(text, at)
    except JsonFault:
        pass
    else:
        return end, text[end - 1] in '}]"' or end < len(text)
    from pipefilter.scanning.events.framing import ValueEnd

    size = _WINDOW
    while True:
        data = text[at : at + size].encode("utf-8", _ESCAPED)
        search = ValueEnd()
        end = search.look(data, 0)
        if search.is_done:
            return at + len(data[:end].decode("utf-8", _ESCAPED)), not search.cut_off
        if at + size >= len(text):
            return len(text), False
        size *= 2  # a small first window, so that many short elements are not searched again and again


def _own_text(text: str) -> str | bytes:
    """The text of an event, or its bytes if they are not UTF-8."""
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", _ESCAPED)
    return text


def _place(lines: LineCounter, offset: int, first_line: int) -> str:
    """The place of an offset in the file, in words."""
    place = lines.place(offset)
    return f"line {first_line + place.line - 1}, column {place.column}"

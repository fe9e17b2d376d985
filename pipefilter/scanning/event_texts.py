"""The events in a file, each as its own text: one object, JSON lines, concatenated objects, or a JSON array.

The text of each event is kept as it is, since repeated names and the form of numbers count. JSON lines are
read line by line, so that memory does not grow with the file; anything else is read whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import BinaryIO

from pipefilter.errors import UnreadableInput
from pipefilter.json_text.place import LineCounter
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import decoded, value_end
from pipefilter.scanning.event_begin import is_nested
from pipefilter.scanning.value_end import shallow_end

__all__ = ["EventText", "event_texts", "events_of_lines", "some_events"]

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BOM = b"\xef\xbb\xbf"
_WHITE = " \t\r\n"
_WORTH_A_TRY = 1 << 12
"""Bytes of an event that goes on, from which on it is looked at though no line looks like its last."""
_SMALL = 1 << 16
"""Bytes of an event that goes on, up to which it is looked at whenever a line looks like its last."""


@dataclass(frozen=True, slots=True)
class EventText:
    """One event of a file.

    Args:
        text: the event; bytes if they are not known to be UTF-8.
        line: where in the file it begins, from 1.
        column: likewise, from 1.
        end: how many bytes of the file are read, for a progress bar.
        alone: whether the file holds no other event.
    """

    text: str | bytes
    line: int
    column: int
    end: int
    alone: bool = False


def event_texts(stream: BinaryIO) -> Iterator[EventText]:
    """The events of a file.

    Args:
        stream: the file, opened for reading bytes.

    Raises:
        UnreadableInput: it is no text, or a list that is not closed.
    """
    first = stream.readline()
    number, read = 1, 0
    while first and not first.removeprefix(_BOM).strip():
        number, read = number + 1, read + len(first)
        first = stream.readline()
    second = stream.readline()
    if not second or first.startswith(_UTF16) or not (_holds_one(first) or _are_two(first, second)):
        yield from _whole(first + second + stream.read(), number)
        return
    yield from events_of_lines(chain((first.removeprefix(_BOM), second), stream), number, read)


def some_events(stream: BinaryIO) -> Iterator[EventText]:
    """The events of a file that must have one at least.

    Args:
        stream: the file, opened for reading bytes.

    Raises:
        UnreadableInput: as `event_texts`, or there is no event in it.
    """
    count = 0
    for count, event in enumerate(event_texts(stream), 1):  # noqa: B007 - counted to the end
        yield event
    if not count:
        raise UnreadableInput("there is no event in it")


def _holds_one(line: bytes) -> bool:
    """Whether a line is one whole JSON object, so that the file is JSON lines."""
    try:
        text = decoded(line).strip(_WHITE)
        return text.startswith("{") and value_end(text, 0) == len(text)
    except (UnicodeDecodeError, JsonFault):
        return False


def _are_two(line: bytes, following: bytes) -> bool:
    """Whether two objects begin on two lines, so that the file is JSON lines, though the first be malformed.

    In one JSON value an object begins only after a colon, a bracket or a comma.
    """
    begun = line.removeprefix(_BOM).startswith(b"{") and following.startswith(b"{")
    return begun and not line.rstrip().endswith((b":", b"[", b","))


def events_of_lines(lines: Iterable[bytes], number: int, read: int) -> Iterator[EventText]:
    """The events of JSON lines; one that goes on over several lines is put together again."""
    pending: list[bytes] = []  # the lines of an event that is not whole yet
    size = next_try = 0
    for line in lines:
        read += len(line)
        if pending and line.startswith(b"{") and not is_nested(_last_of(pending)):
            # a new event: the one before is cut off
            yield from _of_line(b"".join(pending), number - len(pending), read)
            pending, size, next_try = [], 0, 0
        pending.append(line)
        size += len(line)
        number += 1
        # looking at it again and again is only worth while at a likely end, or once it has doubled
        if size < next_try and not (size < _SMALL and _is_likely_end(line) and _is_closed(pending)):
            continue
        whole = b"".join(pending)
        if whole.strip() != b"{" and not _is_cut_off(whole):
            yield from _of_line(whole, number - len(pending), read)
            pending, size, next_try = [], 0, 0
        else:
            next_try = max(2 * size, _WORTH_A_TRY)
    if pending:
        yield from _of_line(b"".join(pending), number - len(pending), read)


def _last_of(lines: list[bytes]) -> bytes:
    """The last line that is not blank."""
    return next((line for line in reversed(lines) if not line.isspace()), b"")


def _is_likely_end(line: bytes) -> bool:
    """Whether a line looks like the last of an event that stands on several."""
    if line.startswith(b"}"):
        return True
    text = line.strip()
    return text.endswith(b"}") and not text.startswith(b"}")


def _is_closed(lines: list[bytes]) -> bool:
    """Whether an object that they begin with ends in them, going by its brackets; False if it is nested deep."""
    data = b"".join(lines).lstrip()
    return shallow_end(data, 0) >= 0


def _is_cut_off(data: bytes) -> bool:
    """Whether the JSON in it is well-formed as far as it goes, and its last value goes on."""
    try:
        text = data.decode()
        at = _skip(text, 0)
        while at < len(text):
            at = _skip(text, value_end(text, at))
    except UnicodeDecodeError:
        return False
    except JsonFault as fault:
        return fault.at_end
    return False


def _of_line(line: bytes, number: int, read: int) -> Iterator[EventText]:
    if not line.strip():
        return
    try:
        text = line.decode()
    except UnicodeDecodeError:
        yield EventText(line.rstrip(b"\r\n"), number, 1, read)
        return
    for event in _values(text, number, read, LineCounter(text, feeds_only=True)):
        yield replace(event, alone=False)


def _whole(data: bytes, first_line: int) -> Iterator[EventText]:
    encoding = "utf-16" if data.startswith(_UTF16) else "utf-8"
    data = data.removeprefix(_BOM)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding)
        place = _place(LineCounter(before), len(before), first_line)
        raise UnreadableInput(f"{place}: not {encoding.upper()}; save the file as UTF-8") from None
    if text.startswith("[", _skip(text, 0)):
        yield from _elements(text, first_line, len(data))
    else:
        yield from _values(text, first_line, len(data), LineCounter(text))


def _values(text: str, first_line: int, read: int, lines: LineCounter) -> Iterator[EventText]:
    """The values that follow one another in a text."""
    at = start = _skip(text, 0)
    while at < len(text):
        place = lines.place(at)
        try:
            end = value_end(text, at)
        except JsonFault:  # the matcher says what is wrong; the next event may begin on a line of its own
            end = text.find("\n{", at) + 1 or len(text)
        following = _skip(text, end)
        alone = at == start and following >= len(text)
        # of one that is cut off, the place is where it ends, not where the next begins
        yield EventText(text[at:end].rstrip(_WHITE), first_line + place.line - 1, place.column, read, alone)
        at = following


def _elements(text: str, first_line: int, read: int) -> Iterator[EventText]:
    """The elements of the one array in a text."""
    lines = LineCounter(text)
    at = _skip(text, _skip(text, 0) + 1)
    while not text.startswith("]", at):
        if at == len(text):
            raise UnreadableInput(f"{_place(lines, at, first_line)}: the list of events is cut off")
        place = lines.place(at)
        line = first_line + place.line - 1
        try:
            end = value_end(text, at)
        except JsonFault:  # the matcher says what is wrong; where the next element begins is not known
            yield EventText(text[at:], line, place.column, read)
            return
        yield EventText(text[at:end], line, place.column, read)
        at = _skip(text, end)
        if text.startswith("]", at):
            break
        if not text.startswith(",", at):
            raise UnreadableInput(
                f"{_place(lines, at, first_line)}: a list of events goes on with a comma or ends with ]"
            )
        comma, at = at, _skip(text, at + 1)
        if text.startswith("]", at):
            raise UnreadableInput(f"{_place(lines, comma, first_line)}: a comma too many before ]")
    at = _skip(text, at + 1)
    if at < len(text):
        raise UnreadableInput(f"{_place(lines, at, first_line)}: there is more after the list")


def _place(lines: LineCounter, offset: int, first_line: int) -> str:
    """Where in the file an offset lies, in words."""
    place = lines.place(offset)
    return f"line {first_line + place.line - 1}, column {place.column}"


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _WHITE:
        at += 1
    return at

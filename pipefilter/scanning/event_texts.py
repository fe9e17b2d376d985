"""The events in a file, each as its own text: one object, JSON lines, concatenated objects, or a JSON array.

The text of each event is kept as it is, since repeated names and the form of numbers count. JSON lines are
read line by line, so that memory does not grow with the file; anything else is read whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from pipefilter.errors import UnreadableInput
from pipefilter.json_text.place import LineCounter
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import decoded, value_end

__all__ = ["EventText", "event_files", "event_texts"]

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BOM = b"\xef\xbb\xbf"
_WHITE = " \t\r\n"
EVENT_SUFFIXES = (".json", ".jsonl", ".ndjson")


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


def event_files(folder: Path) -> list[Path]:
    """The files with events in a folder and its folders, in order of their names."""
    found = (path for path in folder.rglob("*") if path.suffix.lower() in EVENT_SUFFIXES)
    return sorted(path for path in found if path.is_file())


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
    if not second or first.startswith(_UTF16) or not _is_whole(first):
        yield from _whole(first + second + stream.read(), number)
        return
    for line in chain((first, second), stream):
        read += len(line)
        stripped = line.removeprefix(_BOM) if number == 1 else line
        if stripped.strip():
            yield from _of_line(stripped, number, read)
        number += 1


def _is_whole(line: bytes) -> bool:
    """Whether a line begins with a whole JSON object, so that the file is JSON lines."""
    try:
        text = decoded(line)
        start = len(text) - len(text.lstrip(_WHITE))
        return text.startswith("{", start) and value_end(text, start) <= len(text)
    except (UnicodeDecodeError, JsonFault):
        return False


def _of_line(line: bytes, number: int, read: int) -> Iterator[EventText]:
    try:
        text = line.decode()
    except UnicodeDecodeError:
        yield EventText(line.rstrip(b"\r\n"), number, 1, read)
        return
    for event in _values(text, number, read):
        yield replace(event, alone=False)


def _whole(data: bytes, first_line: int) -> Iterator[EventText]:
    try:
        text = decoded(data)
    except UnicodeDecodeError as error:
        reason = f"not UTF-8 at byte {error.start + 1}: save the file as UTF-8"
        raise UnreadableInput(reason) from None
    if text[_skip(text, 0) :].startswith("["):
        yield from _elements(text, first_line, len(data))
    else:
        yield from _values(text, first_line, len(data))


def _values(text: str, first_line: int, read: int) -> Iterator[EventText]:
    """The values that follow one another in a text."""
    lines = LineCounter(text)
    at = start = _skip(text, 0)
    while at < len(text):
        place = lines.place(at)
        try:
            end = value_end(text, at)
        except JsonFault:  # the matcher says what is wrong; the next event may begin on a line of its own
            end = text.find("\n{", at) + 1 or len(text)
        following = _skip(text, end)
        alone = at == start and following >= len(text)
        yield EventText(text[at:end], first_line + place.line - 1, place.column, read, alone)
        at = following


def _elements(text: str, first_line: int, read: int) -> Iterator[EventText]:
    """The elements of the one array in a text."""
    lines = LineCounter(text)
    at = _skip(text, _skip(text, 0) + 1)
    closed = text.startswith("]", at)
    while not closed:
        place = lines.place(at)
        line = first_line + place.line - 1
        try:
            end = value_end(text, at)
        except JsonFault:  # the matcher says what is wrong; where the next element begins is not known
            yield EventText(text[at:], line, place.column, read)
            return
        yield EventText(text[at:end], line, place.column, read)
        at = _skip(text, end)
        closed = text.startswith("]", at)
        if not closed and not text.startswith(",", at):
            place = lines.place(at)
            raise UnreadableInput(
                f"line {first_line + place.line - 1}, column {place.column}: a list of events goes on "
                "with a comma or ends with ]"
            )
        at = _skip(text, at + 1)
    if at < len(text) and text[_skip(text, at) :].lstrip("]" + _WHITE):
        place = lines.place(at)
        raise UnreadableInput(
            f"line {first_line + place.line - 1}, column {place.column}: there is more after the list"
        )


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _WHITE:
        at += 1
    return at

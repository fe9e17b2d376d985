"""Splits JSON lines into events; an event on several lines is joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipefilter.scanning.events.event_text import EventText
from pipefilter.scanning.events.line_framing import LineFraming, LinePiece, nested_pieces
from pipefilter.scanning.events.position import utf16_units

__all__ = ["EventText", "event_text", "events_of_lines"]

_WHITE = b" \t\r\n"


def events_of_lines(
    lines: Iterable[bytes], first: int, read: int, column: int = 1, *, in_line: bool = False
) -> Iterator[EventText]:
    """The events of JSON lines, and the malformed texts between them.

    Args:
        lines: each with its line feed.
        first: the number of the first line.
        read: the number of bytes of the file before it.
        column: at which the first line starts, from 1.
        in_line: whether other text comes before it on its line.
    """
    framing = LineFraming(in_line=in_line)
    open_lines: list[bytes] = []  # of an event that is not whole yet
    place = (first, column)
    for number, line in enumerate(lines, first):
        read += len(line)
        if not open_lines and line.isspace():
            continue
        if framing.is_cut_off_by(line):
            yield from _cut_off(b"".join(open_lines), place, read)
            open_lines = []
            framing.abandon()
        start = 0
        for piece in framing.pieces(line):
            if open_lines:
                text = b"".join((*open_lines, line[: piece.end]))
                open_lines = []
            else:
                text = line[piece.start : piece.end]
                column += utf16_units(line[start : piece.start])
                start = piece.start
                place = (number, column)
            if piece.is_whole or b"\n" not in text.rstrip(_WHITE):
                yield _event(text, place, read, piece)
            else:  # a string in it continues on the next line
                yield from _cut_off(text, place, read)
        if framing.depth:
            if not open_lines:
                column += utf16_units(line[start : framing.open_at])
                place = (number, column)
            open_lines.append(line if open_lines else line[framing.open_at :])
        column = 1
    if open_lines:
        yield from _cut_off(b"".join(open_lines), place, read)


def _cut_off(text: bytes, place: tuple[int, int], read: int) -> Iterator[EventText]:
    """The events in the text of one that is cut off."""
    line, column = place
    at = 0
    for piece in nested_pieces(text):
        before = text[at : piece.start]
        if b"\n" in before:
            line, column = line + before.count(b"\n"), 1
            before = before[before.rindex(b"\n") + 1 :]
        column += utf16_units(before)
        at = piece.start
        yield _event(text[piece.start : piece.end], (line, column), read, piece)


def _event(text: bytes, place: tuple[int, int], read: int, piece: LinePiece) -> EventText:
    own = text if piece.is_whole else text.rstrip(_WHITE)
    return event_text(own, *place, read, may_be_event=piece.is_whole, has_comma=piece.has_comma)


def event_text(  # noqa: PLR0913 - the fields of an `EventText`
    text: bytes, line: int, column: int, end: int, *, may_be_event: bool = True, has_comma: bool = False
) -> EventText:
    """An `EventText` from bytes; the other arguments are its fields."""
    decoded: str | bytes
    try:
        decoded = text.decode()
    except UnicodeDecodeError:
        decoded = text
    return EventText(decoded, line, column, end, may_be_event=may_be_event, has_comma=has_comma)

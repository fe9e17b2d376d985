"""The places of a string's characters in the file, despite quotes, escapes, folds and indents."""

from __future__ import annotations

import re

__all__ = ["character_places"]

_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|\r\n|.)", re.DOTALL)
_CONTINUED_LINE = re.compile(r"\\(?:\r\n?|\n)[ \t\r\n]*")
_MAX_BMP = 0xFFFF
_WHITE = " \t\r\n"


def character_places(source: str, start: int, end: int, value: str) -> tuple[int, ...]:
    """The offset of each character of a string, and the offset after the last.

    Args:
        source: the file.
        start: the offset of the string, with its quote or its `|`.

    Characters other than white space have the same order in the file and in the string, so each is searched for after
    the previous one.
    """
    quote = source[start : start + 1]
    quote = quote if quote in {'"', "'"} else ""
    at = start + len(quote)
    if not quote and source[start : start + 1] in {"|", ">"}:
        at = _line_after(source, start, end)
    places = []
    for character in value:
        at = _place(source, at, end, character, quote)
        places.append(min(at, end))
        at += _length(source, at, quote) if at < end else 0
        if ord(character) > _MAX_BMP and quote == '"' and source.startswith("\\u", at):
            at += _length(source, at, quote)  # the other half of a pair
    return (*places, min(at, end))


def _place(source: str, at: int, end: int, character: str, quote: str) -> int:
    """The offset of a character at or after `at`."""
    if at >= end:
        return end
    if character in _WHITE:  # a fold or a line ending may be longer than the space that it represents
        if source[at] in _WHITE and character != source[at]:
            stop = at
            while stop < end and source[stop] in _WHITE:
                stop += 1
            return stop - 1
        return at
    while at < end and source[at] in _WHITE:
        at += 1
    while quote == '"' and (match := _CONTINUED_LINE.match(source, at)):
        at = match.end()
    return at


def _length(source: str, at: int, quote: str) -> int:
    """The length in the file of the character at `at`."""
    if quote == '"' and source[at] == "\\":
        match = _ESCAPE.match(source, at)
        return match.end() - at if match else 1
    return 2 if quote == "'" and source.startswith("''", at) else 1


def _line_after(source: str, start: int, end: int) -> int:
    line_end = source.find("\n", start, end)
    return end if line_end < 0 else line_end + 1

"""Where each character of a text stands in the file, whatever the quotes, escapes, folds and indents."""

from __future__ import annotations

import re

__all__ = ["character_places"]

_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|\r\n|.)", re.DOTALL)
_LINE_GOES_ON = re.compile(r"\\(?:\r\n?|\n)[ \t\r\n]*")
_LAST_OF_ONE = 0xFFFF
_WHITE = " \t\r\n"


def character_places(source: str, start: int, end: int, value: str) -> tuple[int, ...]:
    """The offset of each character of a text, and the one after the last.

    Args:
        source: the file.
        start: where the text begins in it, with its quote or its `|`.
        end: where it ends.
        value: what the text is.

    The characters that are not blank follow each other in the file as in the text, so each is looked for from where
    the one before stands.
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
        if ord(character) > _LAST_OF_ONE and quote == '"' and source.startswith("\\u", at):
            at += _length(source, at, quote)  # the other half of a pair
    return (*places, min(at, end))


def _place(source: str, at: int, end: int, character: str, quote: str) -> int:
    """Where a character stands that is not before `at`."""
    if at >= end:
        return end
    if character in _WHITE:  # a fold or a line's end may be longer than the blank that comes of it
        if source[at] in _WHITE and character != source[at]:
            stop = at
            while stop < end and source[stop] in _WHITE:
                stop += 1
            return stop - 1
        return at
    while at < end and source[at] in _WHITE:
        at += 1
    while quote == '"' and (found := _LINE_GOES_ON.match(source, at)):
        at = found.end()
    return at


def _length(source: str, at: int, quote: str) -> int:
    """How long the character at `at` is in the file."""
    if quote == '"' and source[at] == "\\":
        found = _ESCAPE.match(source, at)
        return found.end() - at if found else 1
    return 2 if quote == "'" and source.startswith("''", at) else 1


def _line_after(source: str, start: int, end: int) -> int:
    found = source.find("\n", start, end)
    return end if found < 0 else found + 1

"""Reads a JSON string or a member's name, from the opening quote to the closing one."""

from __future__ import annotations

import re

from pipefilter.json_text import syntax_problems as syntax

__all__ = ["joined_surrogates", "read_string"]

_PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
_ESCAPES = {
    '"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t",
}  # fmt: skip
_HEX = frozenset("0123456789abcdefABCDEF")
_SURROGATE = re.compile("[\ud800-\udfff]")


def joined_surrogates(text: str) -> str:
    """The text with each surrogate pair joined to the character that it encodes."""
    if text.isascii() or not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def read_string(text: str, start: int, *, in_name: bool = False) -> tuple[str, int]:
    """The string after an opening quote, and the offset after its closing quote; AWS's messages differ in names.

    Raises:
        JsonFault: it does not end, or contains something that JSON forbids.
    """
    pieces: list[str] = []
    at = start
    while True:
        plain = _PLAIN.match(text, at)
        assert plain is not None
        if plain.end() > at:
            pieces.append(plain[0])
        at = plain.end()
        character = text[at : at + 1]
        if character == '"':
            return joined_surrogates("".join(pieces)), at + 1
        if not character:
            ended = " in field name" if in_name else ": was expecting closing quote for a string value"
            raise syntax.end_of_input(text, ended)
        if character != "\\":
            raise _control_character(character, at, in_name=in_name)
        piece, at = _read_escape(text, at)
        pieces.append(piece)


def _control_character(character: str, at: int, *, in_name: bool) -> syntax.JsonFault:
    code = ord(character)
    return syntax.malformed(
        f"Illegal unquoted character ((CTRL-CHAR, code {code})): has to be escaped using backslash to be "
        f"included in {'name' if in_name else 'string value'}",
        at,
        at,
        "close the string on the line where it starts" if character in "\r\n" else f"write \\u{code:04x}",
    )


def _read_escape(text: str, at: int) -> tuple[str, int]:
    """The character of an escape sequence, and the offset after it; `at` is the offset of the backslash."""
    character = text[at + 1 : at + 2]
    if not character:
        raise syntax.end_of_input(text, " in character escape sequence")
    if character in _ESCAPES:
        return _ESCAPES[character], at + 2
    if character != "u":
        raise syntax.malformed(
            f"Unrecognized character escape {syntax.character_shown(character)}",
            at + 1,
            at,
            "write \\\\ for a backslash",
        )
    for place in range(at + 2, at + 6):
        if place >= len(text):
            raise syntax.end_of_input(text, " in character escape sequence")
        if text[place] not in _HEX:
            raise syntax.unexpected(text, place, ": expected a hex-digit for character escape sequence")
    return chr(int(text[at + 2 : at + 6], 16)), at + 6

"""Hints for a character that JSON does not allow at its place: comments, single quotes, backslashes, names without quotes."""

from __future__ import annotations

import re

from pipefilter.json_text.broken_quotes import QUOTES_AROUND, string_cut_short

__all__ = ["TEXT_BEFORE", "hint_at", "text_before"]

_HINTS = (
    ("'", "use double quotes for JSON strings"),
    ("/#", "remove the comment: JSON does not allow comments"),
    ("\ufeff", "remove the byte order mark at the start"),
    ("\u201c\u201d\u201e", 'replace the typographic quotes with JSON quotes: write "..."'),
)


_REFERENCE = re.compile(r'<\$[^<>"\\\s]{1,100}>')
"""An extended pattern has it, which compares two images of a DynamoDB record."""


TEXT_BEFORE = "remove the text before the JSON, for example with sed 's/^[^{]*//'"
"""The hint for a line of a log such as `2026-11-01 INFO {"a": 1}`."""
_BEFORE_OBJECT = re.compile(r'[^{"\r\n]*\{[ \t]*["}]')
_MAX_BEFORE = 500


def text_before(text: str, offset: int) -> str:
    """The hint if an object follows on the line, and what comes before it cannot be part of the JSON."""
    begin = max(0, offset - _MAX_BEFORE)
    line = text.rfind("\n", begin, offset) + 1 or begin
    before = text[max(0, line - _MAX_BEFORE) : line].rstrip()[-1:]
    if before not in ("", "}") or "{" in text[line:offset]:
        return ""
    start = _BEFORE_OBJECT.match(text, line, offset + _MAX_BEFORE)
    return TEXT_BEFORE if start and start[0].count("[") == start[0].count("]") else ""


_BARE_NAME = re.compile(r"([A-Za-z_][A-Za-z0-9_-]{0,60})[ \t]*[:=]")
"""A name without quotes, as in JavaScript, YAML and Terraform."""


def hint_at(text: str, offset: int) -> str:
    """A hint for an unexpected character; "" if nothing certain can be said."""
    return _hint_from_before(text, offset) or _hint_from_character(text, offset) or text_before(text, offset)


def _hint_from_before(text: str, offset: int) -> str:
    character, read = text[offset], text[:offset].rstrip(" \t\r\n")
    if reference := _REFERENCE.match(text, offset):
        return f"use pipefilter build dynamodb --from FILE for {reference[0]}, which a pattern cannot contain"
    if character in "}]" and read.endswith(","):
        return "remove the comma before it"
    if read.endswith('"') and string_cut_short(text, len(read)):
        return QUOTES_AROUND
    return "is a comma missing before it?" if character == '"' and read[-1:] not in ",{[:" else ""


_MAX_TEXT = 1 << 20
_ESCAPES = {
    '"': "remove the backslashes before the quotes: they belong there only if JSON is inside a string",
    **dict.fromkeys("nrt", "write line breaks and tabs as such: outside strings, JSON has no escapes"),
}
"""By the character after the backslash."""


def _hint_from_character(text: str, offset: int) -> str:
    character = text[offset]
    if character == "\\":
        return _ESCAPES.get(text[offset:].lstrip("\\")[:1] if len(text) < _MAX_TEXT else "", "")
    if character == "'" and not text[:offset].strip():
        return "remove the single quotes around the JSON"
    name = _BARE_NAME.match(text, offset)
    if name and text[:offset].rstrip(" \t\r\n")[-1:] in ("{", ","):
        return f'write names in double quotes, followed by a colon: "{name[1]}": ...'
    return next((hint for characters, hint in _HINTS if character in characters), "")

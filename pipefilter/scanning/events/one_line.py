"""Puts a JSON text on one line without changing its value."""

from __future__ import annotations

import re

__all__ = ["on_one_line"]

_LINE_BREAKS = re.compile(rb"[\r\n]+")
_STRING_OR_BREAKS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\r\n]+', re.DOTALL)


def on_one_line(text: bytes) -> bytes:
    """A JSON text with a space instead of each line break between tokens.

    Line breaks in strings, which JSON does not allow, become a tab, which it does not allow either: so the text stays
    malformed.
    """
    if b"\n" not in text and b"\r" not in text:
        return text
    return _STRING_OR_BREAKS.sub(_without_breaks, text)


def _without_breaks(match: re.Match[bytes]) -> bytes:
    text = match[0]
    return _LINE_BREAKS.sub(b"\t", text) if text.startswith(b'"') else b" "

"""A JSON text put on one line, without a change to what it says."""

from __future__ import annotations

import re

__all__ = ["on_one_line"]

_LINE_BREAKS = re.compile(rb"[\r\n]+")
_STRING_OR_BREAKS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\r\n]+', re.DOTALL)


def on_one_line(text: bytes) -> bytes:
    """A JSON text without line breaks: a blank for those between tokens.

    For those within strings, where JSON has none, a tab: it has none either, so the text stays malformed.

    Args:
        text: one value, perhaps malformed.
    """
    if b"\n" not in text and b"\r" not in text:
        return text
    return _STRING_OR_BREAKS.sub(_without_breaks, text)


def _without_breaks(found: re.Match[bytes]) -> bytes:
    text = found[0]
    return _LINE_BREAKS.sub(b"\t", text) if text.startswith(b'"') else b" "

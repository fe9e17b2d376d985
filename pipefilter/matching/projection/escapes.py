r"""Detects names and values that are written with escapes: `\u0041` is `A`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipefilter.native_libraries.byte_search import find

__all__ = ["NOT_PLAIN", "EscapeDetector", "is_plain"]

NOT_PLAIN = re.compile(r'["\\/\x00-\x1f]')
"""JSON has other escapes than `\\u` for these: a quote, a backslash, a slash, control characters."""


def is_plain(text: str) -> bool:
    r"""Whether JSON has no other way to write a text than as it is, or with `\u` escapes."""
    return not NOT_PLAIN.search(text) and not any("\ud800" <= c <= "\udfff" for c in text)


class EscapeDetector:
    """Detects bytes in which a character of some texts, all `is_plain`, may be written with an escape."""

    __slots__ = ("_escape",)

    def __init__(self, texts: Iterable[str]) -> None:
        units = {unit for text in texts for c in text for unit in _utf16(c)}
        codes = "|".join(f"{unit:04x}" for unit in sorted(units)) or "$^"
        # a few hundred codes of four digits at most: each character of names and values once
        self._escape = re.compile(rf"\\u(?:{codes})".encode(), re.IGNORECASE)

    def may_be_in(self, data: bytes) -> bool:
        """Whether these bytes may have such an escape."""
        return find(data, b"\\u") >= 0 and self._escape.search(data) is not None


def _utf16(character: str) -> tuple[int, ...]:
    data = character.encode("utf-16-be")
    return tuple(int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))

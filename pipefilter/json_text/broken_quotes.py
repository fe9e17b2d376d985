"""Quotes around JSON whose own quotes are not escaped: `{"detail": "{"state": ["x"]}"}`; for hints."""

from __future__ import annotations

__all__ = ["QUOTES_AROUND", "string_cut_short"]

QUOTES_AROUND = "remove the quotes around the { } or [ ]: objects and lists are written without quotes"
_OPENING = frozenset(("{", "[", "[{"))
_MAX_LENGTH = 20


def string_cut_short(text: str, end: int) -> bool:
    """Whether the string that ends before the offset has only an opening bracket, as if its content had quotes of its own."""
    begin = text.rfind('"', max(0, end - _MAX_LENGTH), max(0, end - 1))
    return begin >= 0 and text[end - 1 : end] == '"' and "".join(text[begin + 1 : end - 1].split()) in _OPENING

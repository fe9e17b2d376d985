"""Wraps text to a width, and never breaks a number."""

from __future__ import annotations

import re

from rich.cells import cell_len

__all__ = ["cut", "wrapped"]

_PIECE = re.compile(r"[-+$]?[0-9][0-9.,:%–-]*|[^0-9]")
"""A number with its sign and unit, or one other character."""
_AFTER = "/-_.,:;=&?#)]}>|"
"""Characters after which a long word is preferably broken."""


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text, of so many cells at most; a number wider than a line has a line of its own."""
    first, *words = text.split(" ")
    *lines, line = _broken(first, width)
    for word in words:
        if cell_len(line) + 1 + cell_len(word) <= width:
            line = f"{line} {word}"
        else:
            lines.append(line)
            *whole, line = _broken(word, width)
            lines += whole
    return [*lines, line]


def _broken(word: str, width: int) -> list[str]:
    """A word in parts that fit."""
    if cell_len(word) <= width:
        return [word]
    pieces = _PIECE.findall(word)
    parts: list[str] = []
    part, end = "", 0
    for piece in pieces:
        if part and cell_len(part) + cell_len(piece) > width:
            end = end or len(part)
            parts.append(part[:end])
            part, end = part[end:], 0
            # the rest with this piece may still be too wide
            if part and cell_len(part) + cell_len(piece) > width:
                parts.append(part)
                part = ""
        part += piece
        if piece in _AFTER:
            end = len(part)
    return [*parts, part]


def cut(text: str, width: int, mark: str = "...") -> str:
    """The text, cut and with a mark at its end if it has more cells than the width."""
    if cell_len(text) <= width:
        return text
    kept = ""
    for character in text:
        if cell_len(kept) + cell_len(character) + cell_len(mark) > width:
            break
        kept += character
    return f"{kept}{mark}"

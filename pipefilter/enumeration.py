"""Writes words one after the other, as a sentence lists them: `pipe, lambda or rule`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

__all__ = ["enumeration"]


def enumeration(words: Iterable[str], conjunction: Literal["and", "or"]) -> str:
    """The words with commas between them, and the conjunction before the last, if there are several."""
    *others, last = words
    return f"{', '.join(others)} {conjunction} {last}" if others else last

"""The alphabets of masking: a character is masked by one of the same category and of as many bytes in UTF-8."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Alphabet", "alphabet_of"]

_CATEGORIES = ("Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No", "So")
"""Letters, numbers, and symbols such as emoji; marks, spaces and punctuation are not masked.

https://www.unicode.org/reports/tr44/#General_Category_Values
"""
_ENDS = (0x80, 0x800, 0x10000, 0x40000)
"""The first character with a byte more in UTF-8; there are no masked characters beyond the last."""


@dataclass(frozen=True, slots=True, eq=False)
class Alphabet:
    """Characters that are masked by one another.

    Args:
        name: the category, and the number of bytes.
        characters: in ascending order.
        places: the index of each character.
    """

    name: str
    characters: str
    places: dict[str, int]


@lru_cache(maxsize=4096)
def alphabet_of(character: str) -> Alphabet | None:
    """The alphabet of a character; None if it is not masked."""
    category = unicodedata.category(character)
    if category not in _CATEGORIES:
        return None
    code = ord(character)
    length = next((number for number, end in enumerate(_ENDS, 1) if code < end), 0)
    return _alphabet(category, length) if length else None


@lru_cache(maxsize=64)
def _alphabet(category: str, length: int) -> Alphabet:
    begin = _ENDS[length - 2] if length > 1 else 0
    characters = "".join(
        each for each in map(chr, range(begin, _ENDS[length - 1])) if unicodedata.category(each) == category
    )
    places = {character: place for place, character in enumerate(characters)}
    return Alphabet(f"{category}{length}", characters, places)

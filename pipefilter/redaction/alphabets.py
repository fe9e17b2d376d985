"""The kinds of characters that are masked, each by characters of its own kind and of as many bytes in UTF-8."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Alphabet", "alphabet_of"]

_KINDS = ("Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No", "So")
"""Letters, numbers, and symbols such as emoji; marks, blanks and other signs stay as they are.

https://www.unicode.org/reports/tr44/#General_Category_Values
"""
_ENDS = (0x80, 0x800, 0x10000, 0x40000)
"""Where characters begin that have a byte more; beyond the last there are none of these."""


@dataclass(frozen=True, slots=True, eq=False)
class Alphabet:
    """Characters that stand for one another.

    Args:
        name: of the kind, with the number of bytes.
        characters: in order.
        places: of each.
    """

    name: str
    characters: str
    places: dict[str, int]


@lru_cache(maxsize=4096)
def alphabet_of(character: str) -> Alphabet | None:
    """The kind of a character; None if it stays as it is.

    Args:
        character: one.
    """
    kind = unicodedata.category(character)
    if kind not in _KINDS:
        return None
    code = ord(character)
    length = next((number for number, end in enumerate(_ENDS, 1) if code < end), 0)
    return _alphabet(kind, length) if length else None


@lru_cache(maxsize=64)
def _alphabet(kind: str, length: int) -> Alphabet:
    begin = _ENDS[length - 2] if length > 1 else 0
    characters = "".join(
        one for one in map(chr, range(begin, _ENDS[length - 1])) if unicodedata.category(one) == kind
    )
    return Alphabet(f"{kind}{length}", characters, {one: place for place, one in enumerate(characters)})

"""Masks of values: of the same form and length, equal for equal values, and different for different ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from pipefilter.dataclass import dataclass
from pipefilter.redaction.permutation import Permutation

__all__ = ["Masks"]

_BITS = 900
"""Of the number that is permuted at once; longer values are permuted in parts, which depend on one another."""
_CACHE_SIZE = 1 << 14
_MAX_CACHED_LENGTH = 256
"""Characters of a text that is cached."""
_NUMBER = re.compile(r"([+-]?)([0-9]*)(?:(\.)([0-9]*))?(?:([eE][+-]?)([0-9]+))?")
_MAX_EXPONENT = 1000
"""Digits of an exponent that is computed with: Python limits the length of integers that it reads."""
_CATEGORIES = ("Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No", "So")
"""Letters, numbers, and symbols such as emoji; marks, spaces and punctuation are not masked.

https://www.unicode.org/reports/tr44/#General_Category_Values
"""
_ENDS = (0x80, 0x800, 0x10000, 0x40000)
"""The first character with a byte more in UTF-8; there are no masked characters beyond the last."""


@dataclass(frozen=True, slots=True, eq=False)
class _Alphabet:
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
def _alphabet_of(character: str) -> _Alphabet | None:
    """The alphabet of a character; None if it is not masked."""
    category = unicodedata.category(character)
    if category not in _CATEGORIES:
        return None
    code = ord(character)
    length = next((number for number, end in enumerate(_ENDS, 1) if code < end), 0)
    return _alphabet(category, length) if length else None


@lru_cache(maxsize=64)
def _alphabet(category: str, length: int) -> _Alphabet:
    begin = _ENDS[length - 2] if length > 1 else 0
    characters = "".join(
        each for each in map(chr, range(begin, _ENDS[length - 1])) if unicodedata.category(each) == category
    )
    places = {character: place for place, character in enumerate(characters)}
    return _Alphabet(f"{category}{length}", characters, places)


class Masks:
    """Makes the masks, by a permutation that a secret key selects."""

    def __init__(self, permutation: Permutation) -> None:
        self._permutation = permutation
        self._cached_text = lru_cache(maxsize=_CACHE_SIZE)(self._text)

    def text(self, text: str, excluded: Callable[[str], bool] | None = None) -> str:
        """The mask of a text: as many characters and bytes, letters for letters, digits for digits, other signs unchanged.

        Args:
            excluded: whether a text may not be a mask, as texts like it are masked in another way; if this holds for the
                text itself, any mask is allowed.
        """
        masked = self._cached_text if len(text) <= _MAX_CACHED_LENGTH else self._text
        result = masked(text)
        if excluded is None or excluded(text):
            return result
        # this ends at the text itself at the latest, and still no two texts have the same mask
        while result != text and excluded(result):
            result = masked(result)
        return result

    def _text(self, text: str) -> str:
        kinds: list[tuple[int, _Alphabet]] = []
        form: list[str] = []
        for place, character in enumerate(text):
            kind = _alphabet_of(character)
            form.append(character if kind is None else f"\0{kind.name}\0")
            if kind is not None:
                kinds.append((place, kind))
        numbers = [kind.places[text[place]] for place, kind in kinds]
        sizes = [len(kind.characters) for _, kind in kinds]
        permuted = self._permuted(numbers, sizes, "".join(form))
        characters = list(text)
        for (place, kind), number in zip(kinds, permuted, strict=True):
            characters[place] = kind.characters[number]
        return "".join(characters)

    def number(self, text: str) -> str | None:
        """The mask of a number: the same sign, and as many digits at the same places; zero stays zero.

        Numbers of equal value have masks of equal value, however they are written: only the digits from the first to
        the last that is not zero are masked, the first and the last by digits other than zero. An exponent of more than
        1,000 digits is masked too, as a text.

        Args:
            text: a number as JSON or DynamoDB writes it.

        Returns:
            None if the text is not a number.
        """
        parts = _NUMBER.fullmatch(text)
        if parts is None or not (parts[2] or parts[4]):
            return None
        if len(parts[6] or "") > _MAX_EXPONENT:
            return f"{self.number(text[: parts.start(5)])}{parts[5]}{self.text(parts[6])}"
        whole, fraction = parts[2], parts[4] or ""
        digits = whole + fraction
        begin, end = len(digits) - len(digits.lstrip("0")), len(digits.rstrip("0"))
        if begin >= end:
            return text
        # the power of ten of the first digit, so that 10 and 1e1 are masked alike
        power = len(whole) - begin + int(f"{(parts[5] or '')[1:]}{parts[6] or 0}")
        sizes = [9, *[10] * (end - begin - 2), 9][: end - begin]
        first = [1, *[0] * (end - begin - 2), 1][: end - begin]
        numbers = [int(digit) - low for digit, low in zip(digits[begin:end], first, strict=True)]
        sign = "-" if parts[1] == "-" else ""
        permuted = self._permuted(numbers, sizes, f"number {sign}{power}")
        masked = "".join(str(number + low) for number, low in zip(permuted, first, strict=True))
        digits = digits[:begin] + masked + digits[end:]
        point = parts[3] or ""
        return f"{parts[1]}{digits[: len(whole)]}{point}{digits[len(whole) :]}{text[len(parts[1] + digits + point) :]}"

    def data(self, data: bytes, excluded: Callable[[bytes], bool] | None = None) -> bytes:
        """The mask of bytes: as many bytes, and not `excluded`, which does not hold for the data themselves."""
        result = self._data(data)
        while excluded is not None and result != data and excluded(result):
            result = self._data(result)
        return result

    def _data(self, data: bytes) -> bytes:
        return bytes(self._permuted(list(data), [256] * len(data), f"bytes {len(data)}"))

    def _permuted(self, numbers: list[int], sizes: Sequence[int], form: str) -> list[int]:
        """Permuted numbers below the same bounds; each depends on all numbers and on the form."""
        tweak = self._permutation.digest(form.encode("utf-8", "surrogatepass"))
        parts = _parts(sizes)
        permuted = list(numbers)
        # forward, each part depends on those before it; backward, on those after it
        for backward in (False, True) if len(parts) > 1 else (False,):
            digest = tweak
            for begin, end in reversed(parts) if backward else parts:
                part, bounds = permuted[begin:end], sizes[begin:end]
                number, size = _combine(part, bounds)
                masked = _split(self._permutation.number(number, size, begin.to_bytes(8) + digest), bounds)
                chained = masked if backward else part
                digest = self._permutation.digest(digest + b"".join(each.to_bytes(4) for each in chained))
                permuted[begin:end] = masked
        return permuted


def _parts(sizes: Sequence[int]) -> list[tuple[int, int]]:
    """The parts in which numbers with these bounds are permuted, as start and end."""
    parts: list[tuple[int, int]] = []
    begin = bits = 0
    for place, size in enumerate(sizes):
        more = (size - 1).bit_length()
        if bits + more > _BITS:
            parts.append((begin, place))
            begin, bits = place, 0
        bits += more
    return [*parts, (begin, len(sizes))] if sizes else []


def _combine(numbers: Sequence[int], sizes: Sequence[int]) -> tuple[int, int]:
    """Numbers below bounds combined into one number, and its bound."""
    combined, bound = 0, 1
    for number, size in zip(numbers, sizes, strict=True):
        combined, bound = combined * size + number, bound * size
    return combined, bound


def _split(combined: int, sizes: Sequence[int]) -> list[int]:
    numbers = []
    for size in reversed(sizes):
        combined, number = divmod(combined, size)
        numbers.append(number)
    return numbers[::-1]

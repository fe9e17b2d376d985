"""Values and what stands for them: of the same form and length, the same for equal values, others for others."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from pipefilter.redaction.alphabets import Alphabet, alphabet_of
from pipefilter.redaction.permutation import Permutation

__all__ = ["Masks"]

_BITS = 900
"""Of the number that is permuted at once; the places of longer values are in parts, which depend on one another."""
_REMEMBERED = 1 << 14
_SHORT = 256
"""Characters of a text that is remembered."""
_NUMBER = re.compile(r"([+-]?)([0-9]*)(?:(\.)([0-9]*))?(?:([eE][+-]?)([0-9]+))?")
_LONG = 1000
"""Digits of an exponent that is no longer reckoned with: Python reads no numbers of any length."""


class Masks:
    """What stands for values.

    Args:
        permutation: by a secret key.
    """

    def __init__(self, permutation: Permutation) -> None:
        self._permutation = permutation
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._text)

    def text(self, given: str, excluded: Callable[[str], bool] | None = None) -> str:
        """A text of as many characters and bytes, letters for letters and digits for digits; other signs stay.

        Args:
            given: any text.
            excluded: whether a text is none that may come out, as it is masked in another way;
                where the given one is so itself, any may come out.
        """
        masked = self._remembered if len(given) <= _SHORT else self._text
        found = masked(given)
        if excluded is None or excluded(given):
            return found
        # this ends at the given text at the latest, and still no two texts have one mask
        while found != given and excluded(found):
            found = masked(found)
        return found

    def _text(self, given: str) -> str:
        kinds: list[tuple[int, Alphabet]] = []
        form: list[str] = []
        for place, character in enumerate(given):
            kind = alphabet_of(character)
            form.append(character if kind is None else f"\0{kind.name}\0")
            if kind is not None:
                kinds.append((place, kind))
        numbers = [kind.places[given[place]] for place, kind in kinds]
        sizes = [len(kind.characters) for _, kind in kinds]
        found = self._permuted(numbers, sizes, "".join(form))
        characters = list(given)
        for (place, kind), number in zip(kinds, found, strict=True):
            characters[place] = kind.characters[number]
        return "".join(characters)

    def number(self, given: str) -> str | None:
        """A number of the same sign and as many digits at the same places; zero stays zero.

        What has the same value has a mask of the same value, however it is written: only the digits from the first to
        the last that are not zero are masked, by such digits. An exponent of more than 1,000 digits is masked, too,
        as a text of digits.

        Args:
            given: as JSON or DynamoDB write it.

        Returns:
            None if it is no number.
        """
        parts = _NUMBER.fullmatch(given)
        if parts is None or not (parts[2] or parts[4]):
            return None
        if len(parts[6] or "") > _LONG:
            return f"{self.number(given[: parts.start(5)])}{parts[5]}{self.text(parts[6])}"
        whole, fraction = parts[2], parts[4] or ""
        digits = whole + fraction
        begin, end = len(digits) - len(digits.lstrip("0")), len(digits.rstrip("0"))
        if begin >= end:
            return given
        # the power of ten of the first digit, so that 10 and 1e1 are masked alike
        power = len(whole) - begin + int(f"{(parts[5] or '')[1:]}{parts[6] or 0}")
        sizes = [9, *[10] * (end - begin - 2), 9][: end - begin]
        first = [1, *[0] * (end - begin - 2), 1][: end - begin]
        numbers = [int(digit) - low for digit, low in zip(digits[begin:end], first, strict=True)]
        sign = "-" if parts[1] == "-" else ""
        found = self._permuted(numbers, sizes, f"number {sign}{power}")
        masked = "".join(str(number + low) for number, low in zip(found, first, strict=True))
        digits = digits[:begin] + masked + digits[end:]
        point = parts[3] or ""
        return f"{parts[1]}{digits[: len(whole)]}{point}{digits[len(whole) :]}{given[len(parts[1] + digits + point) :]}"

    def data(self, given: bytes, excluded: Callable[[bytes], bool] | None = None) -> bytes:
        """As many other bytes.

        Args:
            given: any bytes.
            excluded: whether bytes are none that may come out; not so the given ones.
        """
        found = self._data(given)
        while excluded is not None and found != given and excluded(found):
            found = self._data(found)
        return found

    def _data(self, given: bytes) -> bytes:
        return bytes(self._permuted(list(given), [256] * len(given), f"bytes {len(given)}"))

    def _permuted(self, numbers: list[int], sizes: Sequence[int], form: str) -> list[int]:
        """Other numbers below the same bounds, all of which depend on all of these and on the form."""
        tweak = self._permutation.digest(form.encode("utf-8", "surrogatepass"))
        parts = _parts(sizes)
        found = list(numbers)
        # forward, each part depends on those before it; back again, on those behind it
        for backward in (False, True) if len(parts) > 1 else (False,):
            seen = tweak
            for begin, end in reversed(parts) if backward else parts:
                part, bounds = found[begin:end], sizes[begin:end]
                number, size = _together(part, bounds)
                masked = _apart(self._permutation.number(number, size, begin.to_bytes(8) + seen), bounds)
                chained = masked if backward else part
                seen = self._permutation.digest(seen + b"".join(one.to_bytes(4) for one in chained))
                found[begin:end] = masked
        return found


def _parts(sizes: Sequence[int]) -> list[tuple[int, int]]:
    """Where to part numbers with these bounds."""
    found: list[tuple[int, int]] = []
    begin = bits = 0
    for place, size in enumerate(sizes):
        more = (size - 1).bit_length()
        if bits + more > _BITS:
            found.append((begin, place))
            begin, bits = place, 0
        bits += more
    return [*found, (begin, len(sizes))] if sizes else []


def _together(numbers: Sequence[int], sizes: Sequence[int]) -> tuple[int, int]:
    """Numbers below bounds as one number, and its bound."""
    found, bound = 0, 1
    for number, size in zip(numbers, sizes, strict=True):
        found, bound = found * size + number, bound * size
    return found, bound


def _apart(found: int, sizes: Sequence[int]) -> list[int]:
    numbers = []
    for size in reversed(sizes):
        found, number = divmod(found, size)
        numbers.append(number)
    return numbers[::-1]

"""Numbers below a bound, each turned into another one by a secret key; no two into the same, and of a few none into itself."""

from __future__ import annotations

import hashlib

__all__ = ["Permutation"]

_ROUNDS = 10
_MAX_CYCLE = 1 << 20
"""Below so many numbers none stays as it is; of more, hardly one in a million does."""


class Permutation:
    """A Feistel network, walked until it is within the bound.

    https://csrc.nist.gov/pubs/sp/800/38/g/final describes this for texts of one alphabet; this one is for masking only.

    Args:
        key: secret.
    """

    def __init__(self, key: bytes) -> None:
        self._key = hashlib.blake2b(key, digest_size=32).digest()

    def digest(self, data: bytes) -> bytes:
        """What stands for some bytes, without telling them.

        Args:
            data: any.
        """
        return hashlib.blake2b(data, key=self._key, digest_size=32).digest()

    def number(self, given: int, size: int, tweak: bytes) -> int:
        """The number that stands for one.

        Args:
            given: from 0.
            size: the bound, which both are below; not more than 2**1000.
            tweak: for each there is another permutation.
        """
        if size < 2:  # noqa: PLR2004 - there is no other
            return given
        if size > _MAX_CYCLE:
            return self._permuted(given, size, tweak)
        # all numbers are one ring in the order of the permutation, and each becomes the next one: none stays
        return self._permuted((self._place(given, size, tweak) + 1) % size, size, tweak)

    def _permuted(self, given: int, size: int, tweak: bytes) -> int:
        half = _half(size)
        found = self._walked(given, half, tweak)
        while found >= size:
            found = self._walked(found, half, tweak)
        return found

    def _place(self, found: int, size: int, tweak: bytes) -> int:
        """The number that is permuted to this one."""
        half = _half(size)
        given = self._walked_back(found, half, tweak)
        while given >= size:
            given = self._walked_back(given, half, tweak)
        return given

    def _walked(self, given: int, half: int, tweak: bytes) -> int:
        left, right = given >> half, given & ((1 << half) - 1)
        for number in range(_ROUNDS):
            left, right = right, left ^ self._round(number, right, half, tweak)
        return left << half | right

    def _walked_back(self, found: int, half: int, tweak: bytes) -> int:
        left, right = found >> half, found & ((1 << half) - 1)
        for number in reversed(range(_ROUNDS)):
            left, right = right ^ self._round(number, left, half, tweak), left
        return left << half | right

    def _round(self, number: int, part: int, half: int, tweak: bytes) -> int:
        width = (half + 7) // 8
        hashed = hashlib.blake2b(
            bytes((number,)) + half.to_bytes(2) + part.to_bytes(width) + tweak,
            key=self._key,
            digest_size=max(width, 16),
        )
        return int.from_bytes(hashed.digest()) & ((1 << half) - 1)


def _half(size: int) -> int:
    """Bits of each half of the numbers below a bound."""
    return max(1, ((size - 1).bit_length() + 1) // 2)

"""A permutation of the numbers below a bound by a secret key; below small bounds no number stays the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

__all__ = ["Permutation"]

_ROUNDS = 10
_MAX_CYCLE = 1 << 20
"""Up to this bound no number stays the same; above it, hardly one in a million does."""


class Permutation:
    """A Feistel network, repeated until its result is below the bound.

    https://csrc.nist.gov/pubs/sp/800/38/g/final describes such a network for strings of one alphabet; this one is for masking only.
    """

    def __init__(self, key: bytes) -> None:
        self._key = hashlib.blake2b(key, digest_size=32).digest()

    def digest(self, data: bytes) -> bytes:
        """A keyed hash of some bytes."""
        return hashlib.blake2b(data, key=self._key, digest_size=32).digest()

    def number(self, number: int, size: int, tweak: bytes) -> int:
        """The number that another one is permuted to.

        Args:
            size: the bound of both numbers; at most 2**1000.
            tweak: selects one of many permutations.
        """
        if size < 2:
            return number
        if size > _MAX_CYCLE:
            return _walk(self._encrypt, number, size, tweak)
        # in the order of the permutation the numbers are one cycle, and each becomes the next: none stays the same
        place = _walk(self._decrypt, number, size, tweak)
        return _walk(self._encrypt, (place + 1) % size, size, tweak)

    def _encrypt(self, number: int, half: int, tweak: bytes) -> int:
        left, right = number >> half, number & ((1 << half) - 1)
        for index in range(_ROUNDS):
            left, right = right, left ^ self._round(index, right, half, tweak)
        return left << half | right

    def _decrypt(self, number: int, half: int, tweak: bytes) -> int:
        left, right = number >> half, number & ((1 << half) - 1)
        for index in reversed(range(_ROUNDS)):
            left, right = right ^ self._round(index, left, half, tweak), left
        return left << half | right

    def _round(self, index: int, part: int, half: int, tweak: bytes) -> int:
        width = (half + 7) // 8
        hashed = hashlib.blake2b(
            bytes((index,)) + half.to_bytes(2) + part.to_bytes(width) + tweak,
            key=self._key,
            digest_size=max(width, 16),
        )
        return int.from_bytes(hashed.digest()) & ((1 << half) - 1)


def _walk(cipher: Callable[[int, int, bytes], int], number: int, size: int, tweak: bytes) -> int:
    """Apply the cipher until its result is below the bound."""
    half = max(1, ((size - 1).bit_length() + 1) // 2)  # the bits of each half of a number
    number = cipher(number, half, tweak)
    while number >= size:
        number = cipher(number, half, tweak)
    return number

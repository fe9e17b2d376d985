"""Numbers below a bound, each turned into another one by a secret key; no two into the same."""

from __future__ import annotations

import hashlib

__all__ = ["Permutation"]

_ROUNDS = 10


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
        half = max(1, ((size - 1).bit_length() + 1) // 2)
        found = self._walked(given, half, tweak)
        while found >= size:
            found = self._walked(found, half, tweak)
        return found

    def _walked(self, given: int, half: int, tweak: bytes) -> int:
        mask = (1 << half) - 1
        width = (half + 7) // 8
        left, right = given >> half, given & mask
        for number in range(_ROUNDS):
            hashed = hashlib.blake2b(
                bytes((number,)) + half.to_bytes(2) + right.to_bytes(width) + tweak,
                key=self._key,
                digest_size=max(width, 16),
            )
            left, right = right, left ^ (int.from_bytes(hashed.digest()) & mask)
        return left << half | right

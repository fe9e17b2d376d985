"""The order in which Java walks through a set of strings: AWS's engine builds its automaton in that order."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

__all__ = ["hash_order"]

_SMALLEST_TABLE = 16


def hash_order(strings: Iterable[str]) -> list[str]:
    """The strings once each, as a `java.util.HashSet` of them is walked through.

    Source: https://docs.oracle.com/javase/8/docs/api/java/util/HashMap.html and String.html#hashCode--
    """
    distinct = list(dict.fromkeys(strings))
    size = _SMALLEST_TABLE
    while len(distinct) * 4 > size * 3:  # the table is doubled when it is more than three quarters full
        size *= 2
    return sorted(distinct, key=lambda string: _bucket(string, size))  # within a bucket: as they came


def _bucket(string: str, size: int) -> int:
    units = string.encode("utf-16-be", "surrogatepass")
    pairs = zip(units[::2], units[1::2], strict=True)
    code = reduce(lambda code, pair: (31 * code + (pair[0] << 8 | pair[1])) & 0xFFFFFFFF, pairs, 0)
    return (code ^ code >> 16) & (size - 1)

"""How Java treats strings: how it reverses one, and in which order it walks through a set of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

__all__ = ["hash_order", "java_reversed"]

_SMALLEST_TABLE = 16


def java_reversed(text: str) -> str:
    r"""The text backwards by UTF-16 units, but with each surrogate pair that this turns round put right.

    Lone halves that come to stand in the order of a pair become one: reversed twice, the text
    `"\udc00\ud800"` is `"\ud800\udc00"`.

    Source: https://docs.oracle.com/javase/8/docs/api/java/lang/StringBuilder.html#reverse--
    """
    if text.isascii():
        return text[::-1]
    encoded = text.encode("utf-16-be", "surrogatepass")
    units = [encoded[at : at + 2] for at in range(len(encoded) - 2, -1, -2)]
    at = 0
    while at < len(units) - 1:
        if units[at][0] & 0xFC == 0xDC and units[at + 1][0] & 0xFC == 0xD8:
            units[at], units[at + 1] = units[at + 1], units[at]
            at += 1
        at += 1
    return b"".join(units).decode("utf-16-be", "surrogatepass")


def hash_order(strings: Iterable[str]) -> list[str]:
    """The distinct strings in the order in which a `java.util.HashSet` iterates: AWS's engine adds them in that order.

    Source: https://docs.oracle.com/javase/8/docs/api/java/util/HashMap.html and String.html#hashCode--
    """
    distinct = list(dict.fromkeys(strings))
    size = _SMALLEST_TABLE
    while len(distinct) * 4 > size * 3:  # the table is doubled when it is more than three quarters full
        size *= 2
    return sorted(distinct, key=lambda string: _bucket(string, size))  # within a bucket: in the order given


def _bucket(string: str, size: int) -> int:
    units = string.encode("utf-16-be", "surrogatepass")
    pairs = zip(units[::2], units[1::2], strict=True)
    code = reduce(lambda code, pair: (31 * code + (pair[0] << 8 | pair[1])) & 0xFFFFFFFF, pairs, 0)
    return (code ^ code >> 16) & (size - 1)

"""Bytes of which some stand in the memory of every double within bounds: found faster than numbers are compared.

Doubles of one sign are in the order of their bits, so those of a narrow range begin with the same bits: sign,
exponent, and the first of the fraction.
"""

from __future__ import annotations

from struct import pack

__all__ = ["double_needles"]

_BITS = 64
_MOST = 3
_SHORTEST, _LONGEST = 2, 8


def double_needles(low: float, high: float) -> tuple[bytes, ...]:
    """A few byte strings of which each double in the range has one, as machines keep it: the last byte first.

    Args:
        low: the least.
        high: the greatest.

    Returns:
        As long ones as can be; none if there would be too many.
    """
    if low > high or low <= 0 <= high:  # -0.0 has bits of its own
        return ()
    first, last = sorted(int.from_bytes(pack(">d", bound), "big") for bound in (low, high))
    for length in range(_LONGEST, _SHORTEST - 1, -1):
        rest = _BITS - 8 * length
        beginnings = range(first >> rest, (last >> rest) + 1)
        if len(beginnings) <= _MOST:
            return tuple(beginning.to_bytes(length, "little") for beginning in beginnings)
    return ()

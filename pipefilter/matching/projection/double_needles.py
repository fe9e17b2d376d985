"""Byte strings of which every double in a range contains one: searching for them is faster than comparing numbers."""

from __future__ import annotations

from struct import pack

__all__ = ["double_needles"]

_BITS = 64
_MAX_NEEDLES = 3
_MIN_LENGTH, _MAX_LENGTH = 2, 8


def double_needles(low: float, high: float) -> tuple[bytes, ...]:
    """A few byte strings; the little-endian bytes of every double in a range contain one of them.

    Searching for them is faster than comparing numbers. Doubles of one sign are in the order of their bits, so those of
    a narrow range start with the same bits: sign, exponent, and the first bits of the fraction.

    Returns:
        The longest possible byte strings; none if there would be too many.
    """
    if low > high or low <= 0 <= high:  # -0.0 has bits of its own
        return ()
    first, last = sorted(int.from_bytes(pack(">d", bound), "big") for bound in (low, high))
    for length in range(_MAX_LENGTH, _MIN_LENGTH - 1, -1):
        rest = _BITS - 8 * length
        prefixes = range(first >> rest, (last >> rest) + 1)
        if len(prefixes) <= _MAX_NEEDLES:
            return tuple(prefix.to_bytes(length, "little") for prefix in prefixes)
    return ()

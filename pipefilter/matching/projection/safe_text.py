"""Detects events on which the native reader agrees with AWS's parser: those far from that parser's limits."""

from __future__ import annotations

from pipefilter.json_text.number import MAX_DIGITS
from pipefilter.json_text.reader import MAX_DEPTH, MAX_NAME, MAX_STRING
from pipefilter.native_libraries.byte_search import count, find

__all__ = ["FLAT_SIZE", "is_safe", "max_safe_size", "may_have_long_number"]

FLAT_SIZE = 2 * MAX_DEPTH
"""A shorter event cannot be nested too deep."""
_SHORT_NAMES_SIZE = MAX_NAME
"""A shorter event cannot have a name that is too long."""
_MAX_WORK = 5_000_000
"""Maximum for bytes of an event times tests per value: more than a verdict may cost, if every byte or two is a value."""
_STRIDE = 50
_NUMBER_CHARACTERS = bytes.maketrans(b"0123456789.eE+-", b"0" * 15)
_LONG_NUMBER = b"0" * (MAX_DIGITS // _STRIDE - 1)


def max_safe_size(weight: int) -> int:
    """Maximum length in bytes of an event, by the tests for one value; the matcher evaluates longer ones in its budget."""
    return max(MAX_DIGITS, _MAX_WORK // max(1, weight))


def is_safe(event: bytes, max_size: int) -> bool:
    """Whether the native reader accepts an event only if AWS's parser does.

    It starts like an object, and is not near a limit of AWS's parser, such as depth or length of names and numbers.
    """
    size = len(event)
    return not (
        not event.startswith(b"{")
        or size > max_size
        or (size >= _SHORT_NAMES_SIZE and _may_have_long_name(event))
        or (size >= MAX_DIGITS and may_have_long_number(event))
        or (size >= FLAT_SIZE and count(event, b"{") + count(event, b"[") > MAX_DEPTH)
    )


def may_have_long_number(data: bytes) -> bool:
    """Whether some 1,000 bytes may be one number; only every fiftieth byte is checked."""
    return _LONG_NUMBER in data[::_STRIDE].translate(_NUMBER_CHARACTERS)


def _may_have_long_name(event: bytes) -> bool:
    """Whether a name or string in a long event may be too long."""
    if len(event) >= MAX_STRING or find(event, b'\\"') >= 0:
        return True
    return max(map(len, event.split(b'"'))) >= _SHORT_NAMES_SIZE

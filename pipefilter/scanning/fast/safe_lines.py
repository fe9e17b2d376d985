"""Which lines the native reader takes for events only if AWS's parser does: those far from that parser's limits."""

from __future__ import annotations

from collections.abc import Iterable

from pipefilter.json_text.number import MAX_DIGITS
from pipefilter.json_text.reader import MAX_DEPTH, MAX_NAME, MAX_STRING
from pipefilter.scanning.bytes.native import count, find
from pipefilter.scanning.events.lines import Lines

__all__ = ["max_line_size", "safe_lines"]

_SURELY_FLAT = 2 * MAX_DEPTH
"""A shorter line cannot be nested too deep."""
_SURELY_SHORT_NAMES = MAX_NAME
"""Likewise, no name in a shorter line can be too long."""
_MAX_WORK = 5_000_000
"""Bytes of a line, times the tests that a value may cost: more than a verdict may cost, if each byte or two is a value."""
_STRIDE = 50
_NUMBER_CHARACTERS = bytes.maketrans(b"0123456789.eE+-", b"0" * 15)
_LONG_NUMBER = b"0" * (MAX_DIGITS // _STRIDE - 1)


def max_line_size(weight: int) -> int:
    """How many bytes a line may have that is scanned; longer ones the matcher evaluates, within its budget.

    Args:
        weight: how many tests a value may cost.
    """
    return max(MAX_DIGITS, _MAX_WORK // max(1, weight))


def safe_lines(lines: Lines, undecided: list[int], max_size: int) -> Iterable[tuple[int, bytes]]:
    """The lines that the native reader takes only if AWS's parser does, with their indexes; others are undecided.

    They begin like an object, and are not near a limit of AWS's parser: its depth, the length of its names
    and numbers.

    Args:
        lines: of a block.
        undecided: the indexes of the others are added to them.
        max_size: bytes of a line; longer ones are undecided too.
    """
    data, longest = lines.data, lines.longest
    begin_right = count(data, b"\n{") + data.startswith(b"{") == len(lines)
    if begin_right and longest < MAX_DIGITS:
        return enumerate(lines)
    long_number = longest >= MAX_DIGITS and _may_have_long_number(data)
    if begin_right and longest < _SURELY_FLAT and not long_number and longest <= max_size:
        return enumerate(lines)
    sure = []
    for numbered_line in enumerate(lines):
        number, line = numbered_line
        size = len(line)
        if (
            not line.startswith(b"{")
            or size > max_size
            or (size >= _SURELY_SHORT_NAMES and _may_have_long_name(line))
            or (long_number and size >= MAX_DIGITS)
            or (size >= _SURELY_FLAT and count(line, b"{") + count(line, b"[") > MAX_DEPTH)
        ):
            undecided.append(number)
        else:
            sure.append(numbered_line)
    return sure


def _may_have_long_number(data: bytes) -> bool:
    """Whether some run of 1,000 bytes may be one number; looks at each fiftieth byte."""
    return _LONG_NUMBER in data[::_STRIDE].translate(_NUMBER_CHARACTERS)


def _may_have_long_name(line: bytes) -> bool:
    """Whether some name or text in a long line may be too long."""
    if len(line) >= MAX_STRING or find(line, b'\\"') >= 0:
        return True
    return max(map(len, line.split(b'"'))) >= _SURELY_SHORT_NAMES

"""Selects the lines on which the native reader agrees with AWS's parser: those far from that parser's limits."""

from __future__ import annotations

from collections.abc import Iterable

from pipefilter.json_text.number import MAX_DIGITS
from pipefilter.json_text.reader import MAX_DEPTH, MAX_NAME, MAX_STRING
from pipefilter.scanning.bytes.native import count, find
from pipefilter.scanning.events.lines import Lines

__all__ = ["max_line_size", "safe_lines"]

_FLAT_SIZE = 2 * MAX_DEPTH
"""A shorter line cannot be nested too deep."""
_SHORT_NAMES_SIZE = MAX_NAME
"""A shorter line cannot have a name that is too long."""
_MAX_WORK = 5_000_000
"""Maximum for bytes of a line times tests per value: more than a verdict may cost, if every byte or two is a value."""
_STRIDE = 50
_NUMBER_CHARACTERS = bytes.maketrans(b"0123456789.eE+-", b"0" * 15)
_LONG_NUMBER = b"0" * (MAX_DIGITS // _STRIDE - 1)


def max_line_size(weight: int) -> int:
    """Maximum length in bytes of a line, by the tests for one value; the matcher evaluates longer ones in its budget."""
    return max(MAX_DIGITS, _MAX_WORK // max(1, weight))


def safe_lines(lines: Lines, undecided: list[int], max_size: int) -> Iterable[tuple[int, bytes]]:
    """The lines, with indexes, that the native reader accepts only if AWS's parser does; others become `undecided`.

    They start like an object, and are not near a limit of AWS's parser, such as depth or length of names and numbers.
    """
    data, longest = lines.data, lines.longest
    are_objects = count(data, b"\n{") + data.startswith(b"{") == len(lines)
    if are_objects and longest < MAX_DIGITS:
        return enumerate(lines)
    long_number = longest >= MAX_DIGITS and _may_have_long_number(data)
    if are_objects and longest < _FLAT_SIZE and not long_number and longest <= max_size:
        return enumerate(lines)
    safe = []
    for numbered_line in enumerate(lines):
        number, line = numbered_line
        size = len(line)
        if (
            not line.startswith(b"{")
            or size > max_size
            or (size >= _SHORT_NAMES_SIZE and _may_have_long_name(line))
            or (long_number and size >= MAX_DIGITS)
            or (size >= _FLAT_SIZE and count(line, b"{") + count(line, b"[") > MAX_DEPTH)
        ):
            undecided.append(number)
        else:
            safe.append(numbered_line)
    return safe


def _may_have_long_number(data: bytes) -> bool:
    """Whether some 1,000 bytes may be one number; only every fiftieth byte is checked."""
    return _LONG_NUMBER in data[::_STRIDE].translate(_NUMBER_CHARACTERS)


def _may_have_long_name(line: bytes) -> bool:
    """Whether a name or string in a long line may be too long."""
    if len(line) >= MAX_STRING or find(line, b'\\"') >= 0:
        return True
    return max(map(len, line.split(b'"'))) >= _SHORT_NAMES_SIZE

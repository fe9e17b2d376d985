"""Selects the lines on which the native reader agrees with AWS's parser."""

from __future__ import annotations

from collections.abc import Iterable

from pipefilter.json_text.number import MAX_DIGITS
from pipefilter.matching.projection.safe_text import FLAT_SIZE, is_safe, may_have_long_number
from pipefilter.native_libraries.byte_search import count
from pipefilter.scanning.events.lines import Lines

__all__ = ["safe_lines"]


def safe_lines(lines: Lines, undecided: list[int], max_size: int) -> Iterable[tuple[int, bytes]]:
    """The lines, with indexes, that the native reader accepts only if AWS's parser does; others become `undecided`."""
    data, longest = lines.data, lines.longest
    are_objects = count(data, b"\n{") + data.startswith(b"{") == len(lines)
    if are_objects and longest < MAX_DIGITS:
        return enumerate(lines)
    if are_objects and longest < FLAT_SIZE and longest <= max_size and not may_have_long_number(data):
        return enumerate(lines)
    safe = []
    for numbered_line in enumerate(lines):
        number, line = numbered_line
        if is_safe(line, max_size):
            safe.append(numbered_line)
        else:
            undecided.append(number)
    return safe

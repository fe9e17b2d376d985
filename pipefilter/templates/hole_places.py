"""The unknown values of a pattern that may be the reason why it is invalid."""

from __future__ import annotations

from bisect import bisect_right

from pipefilter.errors import InvalidEventPattern, Place
from pipefilter.json_text.place import offset_of

__all__ = ["holes_with_problems", "nearest_hole"]


def nearest_hole(holes: list[tuple[int, int]], text: str, place: Place) -> int | None:
    """The number of the hole nearest to the place where a pattern is invalid; None if there are no holes."""
    at = offset_of(text, place)
    distances = [min(abs(at - start), abs(at - end)) if not start <= at < end else 0 for start, end in holes]
    return distances.index(min(distances)) if distances else None


def holes_with_problems(holes: list[tuple[int, int]], text: str, error: InvalidEventPattern) -> set[int]:
    """The numbers of the holes in which a pattern is invalid."""
    starts = [start for start, _ in holes]
    numbers = set()
    for problem in error.problems:
        at = offset_of(text, problem.start)
        number = bisect_right(starts, at + 1) - 1  # a string is invalid from its opening quote
        if number >= 0 and at < holes[number][1]:
            numbers.add(number)
    return numbers

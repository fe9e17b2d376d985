"""The name that the author of a pattern probably meant, where the event has no field of the name written."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from pipefilter.dataclass import dataclass
from pipefilter.events.shape import Shape, look_up
from pipefilter.language.name_spelling import loose_spelling

__all__ = ["NearPath", "edit_distance", "near_name", "near_path"]

_SHORT = 4
"""Names up to this length are near only if one letter differs."""
_TINY = 2
"""Names of this length and less do not become others by another letter."""
_LONG = 100
"""Longer names are near only if case and punctuation differ."""
_MAX_CANDIDATES = 2_000
"""Of more names than this, the letters are not compared."""
_MAX_NAMES = 20_000
"""More names are not looked at."""
_MAX_DEPTH = 50
"""Longer paths are not looked for at other levels."""


@dataclass(frozen=True, slots=True)
class NearPath:
    """The path that was probably meant.

    Args:
        steps: the whole path.
        is_level: whether only the level differs: the field is one level up or down.
    """

    steps: tuple[str, ...]
    is_level: bool = False


def near_name(name: str, names: Iterable[str]) -> str:
    """The nearest of some names: only case and punctuation differ, or one or two letters; "" if none is near."""
    best, least, loose = "", (3, 3), loose_spelling(name)
    for number, candidate in enumerate(islice(names, _MAX_NAMES)):
        letters = 3
        if number < _MAX_CANDIDATES and max(len(name), len(candidate)) <= _LONG:
            letters = edit_distance(name, candidate, 2)
        is_loosely_equal = len(candidate) <= 2 * len(name) + 2 and loose_spelling(candidate) == loose
        distance = 0 if is_loosely_equal or _is_other_space(name, candidate) else letters
        limit = 1 if min(len(name), len(candidate)) <= _SHORT else 2
        if len(name) == len(candidate) <= _TINY:
            limit = 0
        if distance <= limit and (distance, letters) < least:
            best, least = candidate, (distance, letters)
    return best


def _is_other_space(name: str, other: str) -> bool:
    """Whether only spaces and hyphens differ: `Sign-In` and `Sign In`."""
    return len(name) == len(other) and name.replace("-", " ") == other.replace("-", " ")


def near_path(shape: Shape, steps: tuple[str, ...], known: int) -> NearPath | None:
    """The path of the shape that is nearest to one whose step number `known` is unknown.

    A similar name at the same level comes first, then the same name (and what follows it) one level up or down.
    """
    above, rest = steps[:known], steps[known:]
    parent = look_up(shape, above).shape
    name = near_name(rest[0], parent.fields)
    if name:
        return NearPath((*above, name, *rest[1:]))
    if len(steps) > _MAX_DEPTH:
        return None
    if known and parent.kinds and not parent.has_fields:  # a value has nothing below it
        return NearPath(above, is_level=True)
    if joined := _joined(rest[0], parent):
        return NearPath((*above, *joined, *rest[1:]), is_level=True)
    # one level too low: a step was written that is not there
    candidates = [(*above, *rest[1:])] if len(rest) > 1 else []
    # one level too low, below a field that is there: the step above must go
    if known:
        candidates.append((*above[:-1], *rest))
    # one level too high: a step is missing
    candidates += [(*above, child, *rest) for child in islice(parent.fields, _MAX_CANDIDATES)]
    for candidate in candidates:
        if _is_named(shape, candidate):
            return NearPath(candidate, is_level=True)
    return None


def _joined(name: str, parent: Shape) -> tuple[str, ...]:
    """The two steps that were written as one name: `bucketName` for `bucket.name`."""
    loose = loose_spelling(name)
    for first, child in islice(parent.fields.items(), _MAX_CANDIDATES):
        rest = loose.removeprefix(loose_spelling(first))
        if rest != loose:
            second = next((each for each in child.fields if loose_spelling(each) == rest), None)
            if second is not None:
                return first, second
    return ()


def _is_named(shape: Shape, steps: tuple[str, ...]) -> bool:
    """Whether the shape has a field of each name: below an open place, any name would be there."""
    for name in steps:
        below = shape.fields.get(name)
        if below is None:
            return False
        shape = below
    return True


def edit_distance(first: str, second: str, limit: int) -> int:
    """How many letters must be added, removed, replaced or swapped with their neighbour; `limit` + 1 if more."""
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for number, letter in enumerate(first, 1):
        above, row = row, [number]
        for column, other in enumerate(second, 1):
            cost = min(above[column] + 1, row[column - 1] + 1, above[column - 1] + (letter != other))
            if number > 1 and column > 1 and letter == second[column - 2] and other == first[number - 2]:
                cost = min(cost, before[column - 2] + 1)
            row.append(cost)
        before = above
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)

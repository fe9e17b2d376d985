"""Evaluates a pattern on an event that is a dict, by looking up the names of the pattern only.

In a dict no name is repeated. So each path leads to one place, and fields below a list match together if they match in
one of its elements. Where that is not so, `DictMatcher` does not decide: names with dots, a field that must be absent
below a list. The rest of the dict is not looked at, not even to see whether it has a JSON form.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import isfinite

from pipefilter.dataclass import dataclass
from pipefilter.json_text.python_value import NotJson, scalar_from_python
from pipefilter.language.branches import branches_of
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.prefilter import number_range
from pipefilter.matching.known_verdicts import MAX_KNOWN, MAX_KNOWN_LENGTH
from pipefilter.matching.value_predicate import ValuePredicate

__all__ = ["MAX_LENGTH", "MAX_WEIGHT", "DictMatcher", "can_be_looked_up", "dict_matcher"]

_MAX_BRANCHES = 16
_MAX_NAMES = 1_000
_MAX_DEPTH = 60
_MAX_WORK = 1_000_000
"""Tests of elements of a list, and of lists in it. The same list can be there repeatedly, even in itself."""
MAX_WEIGHT = 1_000
"""Tests of one value."""
MAX_LENGTH = 10_000
"""Characters of a string, which each test may look at."""
_MAX_EXACT = 2**53
"""The largest whole number up to which each has a double of its own."""
_ABSENT = object()
_LISTS = (list, tuple)
_KNOWN = (str, int)
_NUMBERS = (float, int)


class _Undecided(Exception):
    """The event must be read in another way."""


class _Field:
    """The alternatives of one field."""

    __slots__ = ("_high", "_low", "_predicate", "known", "matches_absence", "weight")

    def __init__(self, field: Field) -> None:
        self._predicate = ValuePredicate(field.alternatives)
        self.matches_absence = self._predicate.matches_absence
        self.weight = max(1, self._predicate.weight)
        self.known: dict[object, bool] = {}
        """Verdicts on strings and whole numbers, which are not equal to each other; `True` is equal to 1."""
        self._low, self._high = number_range(operator.requirement() for operator in field.alternatives)

    def holds(self, value: object) -> bool:
        """Whether an alternative matches a value that is neither a dict nor a list.

        Raises:
            _Undecided: it may have no JSON form, or a test of it may take long.
        """
        if isinstance(value, _NUMBERS) and self._is_outside(value):
            return False
        if isinstance(value, str) and len(value) > MAX_LENGTH:
            raise _Undecided
        try:
            holds = self._predicate.holds(scalar_from_python(value))
        except NotJson:
            raise _Undecided from None
        is_short = not isinstance(value, str) or len(value) <= MAX_KNOWN_LENGTH
        if is_short and type(value) in _KNOWN and len(self.known) < MAX_KNOWN:
            self.known[value] = holds
        return holds

    def _is_outside(self, number: float) -> bool:
        """Whether a number certainly does not match, by its nearest double."""
        if self._low <= number <= self._high or isinstance(number, bool):
            return False
        return isfinite(number) if isinstance(number, float) else -_MAX_EXACT <= number <= _MAX_EXACT


@dataclass(slots=True, eq=False)
class _Level:
    """The names of a branch at one level.

    Args:
        joined: names with a dot that would lead to the same paths.
        fields: the fields at this level, each with its name and its known verdicts.
        below: the names that lead to further levels.
        matches_nothing: whether all fields match if there is nothing at this level.
        has_absence: whether a field here or below matches if it is absent.
        weight: how many tests the fields here and below take, and look-ups.
    """

    joined: tuple[str, ...]
    fields: tuple[tuple[str, dict[object, bool], _Field], ...]
    below: tuple[tuple[str, _Level], ...]
    matches_nothing: bool
    has_absence: bool
    weight: int


class DictMatcher:
    """One pattern."""

    def __init__(self, levels: Iterable[_Level]) -> None:
        self._levels = tuple(levels)

    def verdict(self, event: dict[str, object]) -> bool | None:
        """Whether an event matches; None if it must be read in another way."""
        try:
            return any(_matches(event, level) for level in self._levels)
        except _Undecided:
            return None


def _matches(node: dict[str, object], level: _Level, depth: int = 0, left: list[int] | None = None) -> bool:
    """Whether all fields of a level match in a dict.

    Args:
        depth: the number of lists that it is in.
        left: the work that is left for the elements of the outermost of them, as its only item.
    """
    for name in level.joined:
        if name in node:
            raise _Undecided
    for name, known, field in level.fields:
        value = node.get(name, _ABSENT)
        kind = type(value)
        holds = known.get(value) if kind is str or kind is int else None
        if not (_holds(value, field, depth, left) if holds is None else holds):
            return False
    for name, below in level.below:
        value = node.get(name, _ABSENT)
        if isinstance(value, dict):
            if not _matches(value, below, depth, left):
                return False
        elif not (
            _matches_in_list(value, below, depth, left or [_MAX_WORK])
            if isinstance(value, _LISTS)
            else below.matches_nothing
        ):
            return False
    return True


def _holds(value: object, field: _Field, depth: int, left: list[int] | None) -> bool:
    """Whether a field matches the value of its name in a dict."""
    if value is _ABSENT or isinstance(value, dict):
        return field.matches_absence
    return (
        _holds_in_list(value, field, depth, left or [_MAX_WORK])
        if isinstance(value, _LISTS)
        else field.holds(value)
    )


def _holds_in_list(elements: Sequence[object], field: _Field, depth: int, left: list[int]) -> bool:
    """Whether a field matches a list."""
    if _some_element_holds(elements, field, depth, left):
        return True
    if field.matches_absence and elements:  # it may have no values, or values in lists in it
        raise _Undecided
    return field.matches_absence


def _some_element_holds(elements: Sequence[object], field: _Field, depth: int, left: list[int]) -> bool:
    """Whether a field matches a value in a list, or in the lists in it; the dicts in them have no value of the field."""
    left[0] -= len(elements) * field.weight
    if left[0] < 0:
        raise _Undecided
    for element in elements:
        if isinstance(element, _LISTS):
            if depth == _MAX_DEPTH:
                raise _Undecided
            if _some_element_holds(element, field, depth + 1, left):
                return True
        elif not isinstance(element, dict) and field.holds(element):
            return True
    return False


def _matches_in_list(elements: Sequence[object], level: _Level, depth: int, left: list[int]) -> bool:
    """Whether all fields of a level match in one element of a list, or of the lists in it."""
    if level.has_absence or depth == _MAX_DEPTH:
        raise _Undecided
    left[0] -= len(elements) * level.weight
    if left[0] < 0:
        raise _Undecided
    for element in elements:
        if isinstance(element, dict):
            if _matches(element, level, depth + 1, left):
                return True
        elif isinstance(element, _LISTS) and _matches_in_list(element, level, depth + 1, left):
            return True
    return False


def dict_matcher(pattern: EventPattern) -> DictMatcher | None:
    """The matcher of a pattern for dicts; None if it must read the whole dict, or work without a bound."""
    branches = branches_of(pattern)
    if len(branches) > _MAX_BRANCHES or not all(can_be_looked_up(branch.fields) for branch in branches):
        return None
    known: dict[int, _Field] = {}  # branches share fields
    levels = []
    for branch in branches:
        for field in branch.fields.values():
            if id(field) not in known:
                known[id(field)] = _Field(field)
        level = _level({tuple(path.split(".")): known[id(field)] for path, field in branch.fields.items()})
        if level is None:
            return None
        levels.append(level)
    if sum(field.weight for field in known.values()) > MAX_WEIGHT:
        return None
    return DictMatcher(levels)


def can_be_looked_up(paths: Collection[str]) -> bool:
    """Whether an event can have values at these paths only under names that are equal to theirs, and that are not too many.

    An empty name has rules of its own, and Python may have a character beyond U+FFFF as two surrogates.
    """
    if sum((1 + path.count(".")) ** 2 for path in paths) > _MAX_NAMES:
        return False
    return all("" not in path.split(".") and max(path) < "\ud800" for path in paths)


def _level(fields: Mapping[tuple[str, ...], _Field]) -> _Level | None:
    """The level of the fields with these steps; None if a field has others below it."""
    here = {steps[0]: field for steps, field in fields.items() if len(steps) == 1}
    inside: dict[str, dict[tuple[str, ...], _Field]] = {}
    joined: dict[str, None] = {}
    for steps, field in fields.items():
        if len(steps) > 1:
            inside.setdefault(steps[0], {})[steps[1:]] = field
            joined.update(dict.fromkeys(".".join(steps[:end]) for end in range(2, len(steps) + 1)))
    below = {name: _level(rest) for name, rest in inside.items()}
    if here.keys() & below.keys() or None in below.values():
        return None
    levels = {name: level for name, level in below.items() if level is not None}
    absences = [field.matches_absence for field in fields.values()]
    return _Level(
        tuple(joined),
        tuple((name, field.known, field) for name, field in here.items()),
        tuple(levels.items()),
        all(absences),
        any(absences),
        sum(field.weight for field in here.values()) + sum(1 + level.weight for level in levels.values()),
    )

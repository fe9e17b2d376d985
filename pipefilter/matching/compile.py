"""One event pattern made ready to judge many events: reads of an event only what the pattern can look at.

The verdict is the reference matcher's. Text is read by Python's own JSON reader wherever that is certain to
agree with AWS's parser, and else token by token; fields without arrays need no search.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json, Scalar
from pipefilter.language.branches import branches_of
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.operator import Operator
from pipefilter.language.operators.exact import Exact
from pipefilter.language.parse import parse
from pipefilter.matching.element_choice import Candidates, choose
from pipefilter.matching.event_fields import Element, UsedNames
from pipefilter.matching.event_text import Event, event_tree
from pipefilter.matching.field_test import FieldTest

__all__ = ["Matcher", "compile", "matches"]

_Test = Callable[[Scalar], bool]
_Values = list[tuple[Scalar, Element | None]]


class Matcher:
    """An event pattern made ready; judges any number of events.

    Args:
        pattern: parsed or built.
    """

    def __init__(self, pattern: EventPattern) -> None:
        self.pattern = pattern
        branches = branches_of(pattern)
        paths = sorted({path for branch in branches for path in branch.fields})
        self._used = UsedNames(paths)
        self._slots = {path: slot for slot, path in enumerate(paths)}
        self._ways = _ways(paths)
        fields: dict[tuple[str, tuple[Operator, ...]], int] = {}
        self._fields: list[_CompiledField] = []
        self._branches: list[tuple[int, ...]] = []
        for branch in branches:
            numbers = []
            for path, field in branch.fields.items():
                known = (path, field.alternatives)
                if known not in fields:
                    fields[known] = len(self._fields)
                    self._fields.append(_CompiledField(self._slots[path], field))
                numbers.append(fields[known])
            self._branches.append(tuple(numbers))

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.pattern,)  # made anew in another process

    def matches(self, event: Event) -> bool:
        """Whether the event matches.

        Args:
            event: JSON text, UTF-8 bytes, or a dict.

        Raises:
            InvalidEvent: it is no JSON object, or no JSON.
            EventTooIntricate: no verdict in bounded time; only an event that repeats keys can be so.
        """
        return self.matches_tree(event_tree(event))

    def matches_tree(self, tree: Json) -> bool:
        """Whether an event that is read already matches.

        Args:
            tree: from `pipefilter.matching.event_text.event_tree`.

        Raises:
            EventTooIntricate: no verdict in bounded time.
        """
        slots, in_arrays = self._values(tree)
        verdicts: list[bool | None] = [None] * len(self._fields)
        for branch in self._branches:
            for number in branch:
                verdict = verdicts[number]
                if verdict is None:
                    verdict = verdicts[number] = self._fields[number].possible(slots)
                if not verdict:
                    break
            else:  # each field holds alone: without arrays that is enough
                if not in_arrays or self._agree(branch, slots):
                    return True
        return False

    def _agree(self, branch: tuple[int, ...], slots: list[_Values]) -> bool:
        return choose([self._fields[number].candidates(slots) for number in branch]) is not None

    def _values(self, tree: Json) -> tuple[list[_Values], bool]:
        """The values of each of the pattern's paths, and whether some lie in elements of arrays."""
        slots: list[_Values] = [[] for _ in self._slots]
        arrays = 0
        in_arrays = False
        todo: list[tuple[Json, int, str | None, Element | None]] = [(tree, -1, "", None)]
        while todo:  # a stack instead of recursion: events come from outside
            node, slot, below, element = todo.pop()
            if isinstance(node, list):
                for index, value in enumerate(node):
                    if isinstance(value, tuple | list):
                        todo.append((value, slot, below, Element(arrays, index, element)))
                    elif slot >= 0:
                        slots[slot].append((value, element))
                        in_arrays = in_arrays or element is not None
                arrays += 1
            elif isinstance(node, tuple) and below is not None:
                for value, way in self._looked_into(node, below):
                    if isinstance(value, tuple | list):
                        todo.append((value, *way, element))
                    elif way[0] >= 0:
                        slots[way[0]].append((value, element))
                        in_arrays = in_arrays or element is not None
        return slots, in_arrays

    def _looked_into(self, members: tuple[tuple[str, Json], ...], below: str) -> Iterator[tuple[Json, _Way]]:
        """The values of an object that the pattern can look at, each with its way."""
        ways, uses = self._ways, self._used.uses
        for name, value in members:
            way = ways.get(below + name)
            if way is not None and ((name and "." not in name) or uses(name)):
                yield value, way


class _CompiledField:
    """One field of the pattern: where its values are collected, and how they are judged."""

    __slots__ = ("absent", "slot", "test")

    def __init__(self, slot: int, field: Field) -> None:
        self.slot = slot
        self.test, self.absent = _test(field.alternatives)

    def possible(self, slots: list[_Values]) -> bool:
        """Whether the field holds, looked at alone and without regard to arrays."""
        values = slots[self.slot]
        test = self.test
        for value, element in values:
            if test(value) or (self.absent and element is not None):
                return True
        return self.absent and not values

    def candidates(self, slots: list[_Values]) -> Candidates:
        values = slots[self.slot]
        right = [element for value, element in values if self.test(value)]
        return Candidates(right, [element for _, element in values] if self.absent else None)


_Way = tuple[int, str | None]
"""The slot of a path's values (-1: none are wanted), and what the paths below it begin with."""

_MAX_WAYS = 2_000_000


class _Ways:
    """For each path of an event, whether and why to look into it; worked out when asked."""

    def __init__(self, paths: list[str]) -> None:
        self._slots = {path: slot for slot, path in enumerate(paths)}
        self._sorted = sorted(paths)

    def get(self, path: str) -> _Way | None:
        below = f"{path}."
        at = bisect_left(self._sorted, below)
        deeper = at < len(self._sorted) and self._sorted[at].startswith(below)
        slot = self._slots.get(path, -1)
        return (slot, below if deeper else None) if deeper or slot >= 0 else None


def _ways(paths: list[str]) -> dict[str, _Way] | _Ways:
    """The same as a dict, which is faster, unless very long paths would make it huge."""
    asked = _Ways(paths)
    if sum(len(path) * path.count(".") for path in paths) > _MAX_WAYS:
        return asked
    above = {path[:at] for path in paths for at, c in enumerate(path) if c == "."}
    ways = {path: asked.get(path) for path in above | set(paths)}
    return {path: way for path, way in ways.items() if way is not None}


def _test(alternatives: tuple[Operator, ...]) -> tuple[_Test, bool]:
    """Whether a value is right, and whether absence is."""
    whole = FieldTest(alternatives)
    if whole.bytes_matter:
        return whole.holds, whole.takes_absence
    texts = frozenset(
        o.value for o in alternatives if isinstance(o, Exact) and isinstance(o.value, str) and not o.address
    )
    others = tuple(
        o.holds for o in alternatives if not isinstance(o, Exact) or (isinstance(o.value, str) and o.address)
    )
    literals = {constant: whole.holds(constant) for constant in (True, False, None)}

    def test(value: Scalar) -> bool:
        if isinstance(value, str):
            if value in texts:
                return True
            return any(holds(value) for holds in others)
        if isinstance(value, Number):
            return whole.holds(value)
        return literals[value]

    return test, whole.takes_absence


def compile(  # noqa: A001 - the public name, as in `re`
    pattern: EventPattern | str | bytes | Mapping[str, object],
) -> Matcher:
    """An event pattern made ready to judge many events.

    Args:
        pattern: an `EventPattern`, or its JSON text, UTF-8 bytes, or a dict.

    Raises:
        InvalidEventPattern: AWS refuses the pattern.
    """
    return Matcher(pattern if isinstance(pattern, EventPattern) else parse(pattern))


def matches(
    pattern: EventPattern | str | bytes | Mapping[str, object],
    event: Event,
) -> bool:
    """Whether the event matches the pattern.

    Args:
        pattern: an `EventPattern`, or its JSON text, UTF-8 bytes, or a dict.
        event: JSON text, UTF-8 bytes, or a dict.

    Raises:
        InvalidEventPattern: AWS refuses the pattern.
        InvalidEvent: the event is no JSON object, or no JSON.
        EventTooIntricate: no verdict in bounded time.
    """
    return compile(pattern).matches(event)

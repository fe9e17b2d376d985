"""One field of a pattern looked up in an event that simdjson has parsed; nothing else of the event is made.

simdjson finds the first member of a name. One value that is right is proof enough; that no value is right is
certain only once there is no other place where the field could have one: a repeated name, a name with a dot.
Where that is not certain, or the text of a number counts, the look is UNCLEAR.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from struct import Struct
from typing import TypeAlias

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar
from pipefilter.language.event_pattern import Field
from pipefilter.matching.field_test import FieldTest
from pipefilter.scanning.native import Array, Object, count, find
from pipefilter.scanning.needles import is_plain

__all__ = ["RIGHT", "RIGHT_IN_ARRAY", "UNCLEAR", "WRONG", "ProjectedField", "can_be_projected"]

WRONG = 0
"""The field holds for no value that the event has, and not for absence."""
RIGHT = 1
"""It holds."""
RIGHT_IN_ARRAY = 2
"""It holds by a value in an element of an array, so that another field may have to agree on the element."""
UNCLEAR = 3
"""The event must be read in another way."""

_SURE_INT = 10**15
_MANY = 1_000_000
_MOST_KNOWN = 5_000
"""Texts whose verdict is kept: most fields have few, a field of identifiers has no end of them."""
_NUMBER = re.compile(rb"[ \t\r\n]*:[ \t\r\n]*(-?[0-9][0-9.eE+-]*)")

_Node: TypeAlias = "Object | Array | str | float | bool | None"


def can_be_projected(field: Field) -> bool:
    """Whether each name on the field's path is written as it is, has no dot, and is not empty."""
    return all(step and "." not in step and is_plain(step) for step in field.steps)


class ProjectedField:
    """One field of one branch of a pattern.

    Args:
        field: one that can be projected.
    """

    def __init__(self, field: Field) -> None:
        self.field = field
        self._keys = tuple(step.encode() for step in field.steps)
        self._quoted = tuple(b'"%b"' % key for key in self._keys)
        self._test = FieldTest(field.alternatives)
        demands = [operator.demand() for operator in field.alternatives]
        self._only_numbers = all(demand.text is None and not demand.constants for demand in demands)
        self._spans = tuple(demand.numbers for demand in demands if demand.numbers is not None)
        self._absence = self._test.takes_absence
        self._often_missing: list[bytes] = []
        self.places: dict[bytes, tuple[tuple[bytes, ...], ...]] = {}
        """Of each name the places where the pattern has it: the names on the way to it, and itself."""
        self.wrong = 0
        """How often it was seen to be wrong, so that it can be looked at first."""
        self.look: Callable[[Object, bytes, bool], int] = self._made_look()
        """Look at an event.

        Takes the line, parsed; the line, a JSON object; and whether no name of the field's path is written
        in it with escapes, or before a dot. Gives WRONG, RIGHT, RIGHT_IN_ARRAY or UNCLEAR.
        """

    def _made_look(  # noqa: C901 - one way for each kind of value, without calls
        self,
    ) -> Callable[[Object, bytes, bool], int]:
        """The innermost loop: all it needs is in local variables, and it asks for the likeliest first."""
        get, quoted, often_missing = _getter(self._keys), self._quoted, self._often_missing
        text_test = _TextTest(self._test)
        texts: dict[str, bool] = dict.fromkeys(text_test.texts, True)
        others = text_test.holds
        without_value = RIGHT if self._absence else WRONG

        def look(event: Object, line: bytes, plain: bool) -> int:  # noqa: C901, FBT001, PLR0912 - by position is faster
            if plain:
                for name in often_missing:  # a look-up that fails costs more than all else
                    if find(line, name) < 0:
                        return without_value
            try:
                value = get(event)
            except (KeyError, TypeError):
                self._remember_missing(event)
                return without_value if self._is_all_on_the_way(event, line, plain=plain) else UNCLEAR
            if type(value) is str:
                right = texts.get(value)
                if right is None:
                    right = others(value)
                    if len(texts) < _MOST_KNOWN:
                        texts[value] = right
                if right:
                    return RIGHT
            else:
                seen = self._look_at_other(event, value, line, plain=plain)
                if seen != WRONG:
                    return seen
            if plain:
                for name in quoted:
                    if count(line, name) > 1:
                        break
                else:
                    return WRONG
            return WRONG if self._is_all_on_the_way(event, line, plain=plain) else UNCLEAR

        return look

    def _look_at_other(self, event: Object, value: _Node, line: bytes, *, plain: bool) -> int:
        """Look at a value that is no text; WRONG if there is no other for which the field holds."""
        kind = type(value)
        if kind is Array:
            return self._look_into_array(value)  # type: ignore[arg-type]  # an Array
        if kind is Object:
            if not self._absence:
                return WRONG
            return RIGHT if self._is_all_on_the_way(event, line, plain=plain) else UNCLEAR
        if kind is int or kind is float:
            right = self._is_right_number(value, line, plain=plain)  # type: ignore[arg-type]  # a number
            return UNCLEAR if right is None else int(right)
        return int(self._test.holds(value))  # type: ignore[arg-type]  # true, false or null

    def _is_right_number(self, value: float, line: bytes, *, plain: bool) -> bool | None:
        """Whether the field holds for a number; None if its text counts and is not known."""
        if not self._may_hold(value):
            return False
        if type(value) is int and -_SURE_INT < value < _SURE_INT and value:
            return self._test.holds(Number(str(value)))
        name = self._quoted[-1]
        if not plain or count(line, name) != 1:
            return None
        text = _NUMBER.match(line, find(line, name) + len(name))
        return None if text is None else self._test.holds(Number(text[1].decode()))

    def _may_hold(self, number: float) -> bool:
        nearest = float(number)
        return any(low <= nearest <= high for low, high in self._spans)

    def _look_into_array(self, array: Array) -> int:
        """Look at the values in an array; those in objects in it are no values of this field."""
        if self._absence:
            return UNCLEAR
        if self._only_numbers:
            numbers = _numbers(array)
            if numbers is not None:
                return UNCLEAR if self._some_may_be_right(numbers) else WRONG
        for value, nested in _scalars(array):
            kind = type(value)
            if kind is int or kind is float:
                if self._may_hold(value):  # type: ignore[arg-type]  # a number
                    return UNCLEAR
            elif self._test.holds(value):  # type: ignore[arg-type]  # no number
                return RIGHT_IN_ARRAY if nested else RIGHT
        return WRONG

    def _some_may_be_right(self, numbers: tuple[float, ...]) -> bool:
        for low, high in self._spans:
            for number in numbers:
                if low <= number <= high:
                    return True
        return False

    def _is_all_on_the_way(self, event: Object, line: bytes, *, plain: bool) -> bool:
        """Whether the field has no values but those to which the first members of its names lead.

        False if there is an array on the way to the last name.
        """
        node: _Node = event
        last = len(self._keys) - 1
        for at, key in enumerate(self._keys):
            if type(node) is not Object:
                return type(node) is not Array
            times = count(line, self._quoted[at]) if plain else _MANY
            if not times:
                return True
            try:
                below = node[key]  # type: ignore[index]  # simdjson takes bytes too, which is faster
            except KeyError:
                return plain or not self._goes_on_after_a_dot(node, at)
            if times > 1 and len(node) > 1 and not self._are_all_known(event, at, times):
                if list(node).count(self.field.steps[at]) > 1:
                    return False
                if not plain and at < last and self._goes_on_after_a_dot(node, at):
                    return False
            node = below
        return True

    def _goes_on_after_a_dot(self, node: Object, at: int) -> bool:
        """Whether an object has a member whose name begins with a name of the path and a dot."""
        beginning = f"{self.field.steps[at]}."
        return at < len(self._keys) - 1 and any(name.startswith(beginning) for name in node)

    def _are_all_known(self, event: Object, at: int, times: int) -> bool:
        """Whether a name that stands in the line so often does so in places that the pattern names."""
        places = self.places.get(self._keys[at], ())
        if times > len(places):
            return False
        found = 0
        for keys in places:
            node: _Node = event
            try:
                for key in keys:
                    node = node[key]  # type: ignore[index]  # what cannot be looked into has no such member
            except (KeyError, TypeError):
                continue
            found += 1
        return found == times

    def _remember_missing(self, event: Object) -> None:
        node: _Node = event
        for key, name in zip(self._keys, self._quoted, strict=True):
            try:
                node = node[key]  # type: ignore[index]  # what cannot be looked into ends the way
            except KeyError:
                if name not in self._often_missing:
                    self._often_missing.append(name)
                return
            except TypeError:
                return


def _getter(keys: tuple[bytes, ...]) -> Callable[[Object], _Node]:
    """Look-ups one after the other, without a loop where they are few."""
    first, *rest = keys
    if not rest:
        return lambda event: event[first]  # type: ignore[index]  # simdjson takes bytes too, which is faster
    second, *rest = rest
    if not rest:
        return lambda event: event[first][second]  # type: ignore[index]  # raises what `look` catches
    third, *rest = rest
    if not rest:
        return lambda event: event[first][second][third]  # type: ignore[index]  # likewise
    fourth, *rest = rest
    if not rest:
        return lambda event: event[first][second][third][fourth]  # type: ignore[index]  # likewise

    def get(event: Object) -> _Node:
        node: _Node = event
        for key in keys:
            node = node[key]  # type: ignore[index]  # likewise
        return node

    return get


class _TextTest:
    """Whether one of a field's alternatives holds for a text, asking as few of them as possible."""

    __slots__ = ("_ends", "_others", "_precise", "_starts", "texts")

    def __init__(self, test: FieldTest) -> None:
        texts: set[str] = set()
        starts: list[str] = []
        ends: list[str] = []
        others: list[Callable[[str], bool]] = []
        precise: list[Callable[[str], bool]] = []
        for operator in test.alternatives:
            text = operator.demand().text
            if text is None:
                continue
            if text.whole and not test.bytes_matter:  # it holds for this text, or for none
                if operator.holds(text.starts):
                    texts.add(text.starts)
                continue
            if text.starts:
                starts.append(text.starts)
                precise.append(operator.holds)
            elif text.ends:
                ends.append(text.ends)
                precise.append(operator.holds)
            else:
                others.append(operator.holds)
        if test.bytes_matter:
            others = [test.holds]
        self.texts = frozenset(texts)
        self._starts, self._ends = tuple(starts), tuple(ends)
        self._precise, self._others = tuple(precise), tuple(others)

    def holds(self, text: str) -> bool:
        """Whether one holds for a text that is not among `texts`."""
        if text.startswith(self._starts) or text.endswith(self._ends):
            for holds in self._precise:
                if holds(text):
                    return True
        for holds in self._others:  # noqa: SIM110 - a generator costs more than the tests
            if holds(text):
                return True
        return False


@lru_cache(maxsize=1000)
def _doubles(how_many: int) -> Struct:
    return Struct(f"{how_many}d")


def _numbers(array: Array) -> tuple[float, ...] | None:
    """All numbers of an array and of those in it; None if there is anything else in them."""
    try:
        buffer = array.as_buffer(of_type="d")
    except (TypeError, ValueError):
        return None
    view = memoryview(buffer)
    return _doubles(view.nbytes // 8).unpack(view)


def _scalars(array: Array) -> Iterator[tuple[Scalar | float, bool]]:
    """The plain values in an array, each with whether it lies in an array in this array."""
    todo: list[tuple[Iterator[_Node], bool]] = [(iter(array), False)]
    while todo:
        values, nested = todo[-1]
        for value in values:
            kind = type(value)
            if kind is Array:
                todo.append((iter(value), True))  # type: ignore[arg-type]  # an Array
                break
            if kind is not Object:
                yield value, nested  # type: ignore[misc]  # a plain value
        else:
            todo.pop()

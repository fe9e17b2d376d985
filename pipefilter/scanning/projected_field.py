"""One field of a pattern looked up in an event that simdjson has parsed; nothing else of the event is made.

simdjson finds the first member of a name. One value that is right is proof enough; that no value is right is
certain only once there is no other place where the field could have one, such as a repeated name. Where that
is not certain, or the text of a number counts, the look is UNCLEAR.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

from pipefilter.json_text.number import Number
from pipefilter.language.event_pattern import Field
from pipefilter.matching.field_test import FieldTest
from pipefilter.scanning.native import Array, Object, count, find
from pipefilter.scanning.needles import is_plain
from pipefilter.scanning.projected_array import (
    RIGHT,
    RIGHT_IN_ARRAY,
    UNCLEAR,
    WRONG,
    Node,
    ProjectedArray,
    after_only,
)
from pipefilter.scanning.text_test import TextTest

__all__ = ["ProjectedField", "can_be_projected", "getter"]

_MOST_KNOWN = 5_000
"""Texts whose verdict is kept: most fields have few, a field of identifiers has no end of them."""
_NUMBERS = (float, int)
_NUMBER = re.compile(rb"[ \t\r\n]*:[ \t\r\n]*(-?[0-9][0-9.eE+-]*)")


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
        self._text_test = TextTest(self._test)
        self._array = ProjectedArray(self._test, self._quoted[-1])
        self.takes_absence = self._test.takes_absence
        """Whether it holds for an event without the field."""
        self._often_missing: list[bytes] = []
        self.places: dict[bytes, tuple[Callable[[Object], Node], ...]] = {}
        """For each name look-ups of the places where the pattern has it."""
        self.wrong = 0
        """How often it was seen to be wrong, so that it can be looked at first."""
        self.look: Callable[[Object, bytes], int] = self._made_look()
        """Look at an event.

        Takes the line, parsed; and the line, a JSON object in which no name of the field's path is written with
        escapes, or before a dot: if one is, WRONG and a RIGHT by absence are not certain. Gives WRONG,
        RIGHT, RIGHT_IN_ARRAY or UNCLEAR.
        """

    def _made_look(  # noqa: C901 - one way for each kind of value, without calls
        self,
    ) -> Callable[[Object, bytes], int]:
        """The innermost loop: all it needs is in local variables, and it asks for the likeliest first."""
        get, quoted, often_missing = getter(self._keys), self._quoted, self._often_missing
        text_test = self._text_test
        texts: dict[str, bool] = dict.fromkeys(text_test.texts, True)
        others = text_test.holds
        without_value = RIGHT if self.takes_absence else WRONG
        least, greatest = self._array.least, self._array.greatest

        def look(event: Object, line: bytes) -> int:  # noqa: C901, PLR0911 - likewise
            for name in often_missing:  # a look-up that fails costs more than all else
                if find(line, name) < 0:
                    return without_value
            try:
                value = get(event)
            except KeyError:
                self._remember_missing(event)
                return without_value if self._is_all_on_the_way(event, line) else UNCLEAR
            except TypeError:  # what should be looked into is no object
                return self._look_through_arrays(event, line)
            if type(value) is str:
                right = texts.get(value)
                if right is None:
                    right = others(value)
                    if len(texts) < _MOST_KNOWN:
                        texts[value] = right
                if right:
                    return RIGHT
            elif type(value) not in _NUMBERS or least <= float(value) <= greatest:  # type: ignore[arg-type]  # a number
                seen = self._look_at_other(event, value, line)
                if seen != WRONG:
                    return seen
            for name in quoted:
                if count(line, name) != 1:
                    return WRONG if self._is_all_on_the_way(event, line) else UNCLEAR
            return WRONG

        return look

    def _look_at_other(self, event: Object, value: Node, line: bytes) -> int:
        """Look at a value that is no text; WRONG if there is no other for which the field holds."""
        kind = type(value)
        if kind is Array:
            return UNCLEAR if self.takes_absence else self._array.look(value, line)  # type: ignore[arg-type]  # it is one
        if kind is Object:
            if not self.takes_absence:
                return WRONG
            return RIGHT if self._is_all_on_the_way(event, line) else UNCLEAR
        if kind is int or kind is float:
            right = self._is_right_number(value, line)  # type: ignore[arg-type]  # a number
            return UNCLEAR if right is None else int(right)
        return int(self._test.holds(value))  # type: ignore[arg-type]  # true, false or null

    def _is_right_number(self, value: float, line: bytes) -> bool | None:
        """Whether the field holds for a number; None if its text counts and is not known."""
        if not self._array.may_hold(value):
            return False
        if type(value) is int and value:  # it can be written in one way; nought also as -0
            return self._test.holds(Number(str(value)))
        text = _NUMBER.match(line, after_only(line, self._quoted[-1]))
        return None if text is None else self._test.holds(Number(text[1].decode()))

    def _look_through_arrays(self, event: Object, line: bytes) -> int:
        """Look at the values in all elements of the arrays on the way."""
        if self.takes_absence:
            return RIGHT if self._is_all_on_the_way(event, line) else UNCLEAR
        nodes: list[Node] = [event]
        sure = True
        for step, key, name in zip(self.field.steps, self._keys, self._quoted, strict=True):
            objects = _objects(nodes)
            nodes = []
            for node in objects:
                with suppress(KeyError):
                    nodes.append(node[key])  # type: ignore[index]  # simdjson takes bytes too, which is faster
            if count(line, name) != len(nodes):
                sure = sure and all(list(node).count(step) < 2 for node in objects)  # noqa: PLR2004 - no name twice
        found = WRONG
        for value in nodes:
            seen = self._look_at_one_of_many(value, line)
            if seen in (RIGHT, RIGHT_IN_ARRAY):
                return RIGHT_IN_ARRAY
            found = max(found, seen)
        return found if sure else UNCLEAR

    def _look_at_one_of_many(self, value: Node, line: bytes) -> int:
        kind = type(value)
        if kind is str:
            return int(value in self._text_test.texts or self._text_test.holds(value))  # type: ignore[arg-type]  # a text
        if kind is Array:
            return self._array.look(value, line)  # type: ignore[arg-type]  # an Array
        if kind is Object:
            return WRONG
        if kind is not int and kind is not float:
            return int(self._test.holds(value))  # type: ignore[arg-type]  # true, false or null
        if not self._array.may_hold(value):  # type: ignore[arg-type]  # a number
            return WRONG
        # of other numbers the text counts, and the name stands more than once
        return int(self._test.holds(Number(str(value)))) if kind is int and value else UNCLEAR

    def _is_all_on_the_way(self, event: Object, line: bytes) -> bool:
        """Whether the field has no values but those to which the first members of its names lead.

        False if there is an array on the way to the last name.
        """
        node: Node = event
        for at, key in enumerate(self._keys):
            if type(node) is not Object:
                return type(node) is not Array
            times = count(line, self._quoted[at])
            if not times:
                return True
            if (
                times > 1
                and len(node) > 1
                and not self._are_all_known(event, key, times)
                and list(node).count(self.field.steps[at]) > 1
            ):
                return False
            try:
                node = node[key]  # type: ignore[index]  # simdjson takes bytes too, which is faster
            except KeyError:
                return True
        return True

    def _are_all_known(self, event: Object, key: bytes, times: int) -> bool:
        """Whether a name that stands in the line so often does so in places that the pattern names."""
        places = self.places.get(key, ())
        if times > len(places):
            return False
        for get in places:
            try:
                get(event)
            except (KeyError, TypeError):  # what cannot be looked into has no such member
                continue
            times -= 1
        return not times

    def _remember_missing(self, event: Object) -> None:
        node: Node = event
        for key, name in zip(self._keys, self._quoted, strict=True):
            try:
                node = node[key]  # type: ignore[index]  # what cannot be looked into ends the way
            except KeyError:
                if name not in self._often_missing:
                    self._often_missing.append(name)
                return
            except TypeError:
                return


def _objects(nodes: list[Node]) -> list[Object]:
    """The objects among some nodes, and in the arrays among them."""
    found: list[Object] = []
    todo = nodes
    while todo:
        node = todo.pop()
        if type(node) is Object:
            found.append(node)
        elif type(node) is Array:
            todo.extend(node)
    return found


def getter(keys: tuple[bytes, ...]) -> Callable[[Object], Node]:
    """Look-ups one after the other, without a loop where they are few.

    Args:
        keys: at least one; what it returns raises KeyError or TypeError where one is not there.
    """
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

    def get(event: Object) -> Node:
        node: Node = event
        for key in keys:
            node = node[key]  # type: ignore[index]  # likewise
        return node

    return get

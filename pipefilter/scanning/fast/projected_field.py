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
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.scanning.bytes.native import Array, Object, count, find
from pipefilter.scanning.fast.projected_array import (
    RIGHT,
    RIGHT_IN_ARRAY,
    UNCLEAR,
    WRONG,
    ProjectedArray,
    after_only,
)
from pipefilter.scanning.fast.projected_path import Node, ProjectedPath
from pipefilter.scanning.fast.string_alternatives import StringAlternatives

__all__ = ["ProjectedField"]

_MOST_KNOWN = 5_000
"""Texts whose verdict is kept: most fields have few, a field of identifiers has no end of them."""
_NUMBERS = (float, int)
_NUMBER = re.compile(rb"[ \t\r\n]*:[ \t\r\n]*(-?[0-9][0-9.eE+-]*)")


class ProjectedField:
    """One field of one branch of a pattern.

    Args:
        field: one that can be projected.
    """

    def __init__(self, field: Field) -> None:
        self.field = field
        self.path = ProjectedPath(field.steps)
        self._test = FieldPredicate(field.alternatives)
        self._text_test = StringAlternatives(self._test)
        self._array = ProjectedArray(self._test, self.path.quoted[-1])
        self.takes_absence = self._test.takes_absence
        """Whether it holds for an event without the field."""
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
        get, quoted, often_missing = self.path.get, self.path.quoted, self.path.often_missing
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
                self.path.remember_missing(event)
                return without_value if self.path.is_all_on_the_way(event, line) else UNCLEAR
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
                    return WRONG if self.path.is_only(event, line) else UNCLEAR
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
            return RIGHT if self.path.is_all_on_the_way(event, line) else UNCLEAR
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
        text = _NUMBER.match(line, after_only(line, self.path.quoted[-1]))
        return None if text is None else self._test.holds(Number(text[1].decode()))

    def _look_through_arrays(self, event: Object, line: bytes) -> int:
        """Look at the values in all elements of the arrays on the way."""
        if self.takes_absence:
            return RIGHT if self.path.is_all_on_the_way(event, line) else UNCLEAR
        nodes: list[Node] = [event]
        sure = True
        for step, key, name in zip(self.path.steps, self.path.keys, self.path.quoted, strict=True):
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

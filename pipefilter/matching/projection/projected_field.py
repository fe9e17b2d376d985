"""Evaluates one field of a pattern on an event that simdjson has parsed; no other values are converted to Python's.

simdjson finds the first member of a name. One value that matches is proof enough. That no value matches is certain only
if the field can have no value in another place, such as a repeated name. If that is not certain, or the text of a
number matters, the result is UNCLEAR.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from pipefilter.json_text.number import Number
from pipefilter.language.event_pattern import Field
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.matching.known_verdicts import MAX_KNOWN, MAX_KNOWN_LENGTH
from pipefilter.matching.projection.projected_array import (
    MATCH,
    MATCH_IN_ARRAY,
    NO_MATCH,
    UNCLEAR,
    ProjectedArray,
    exact_number,
)
from pipefilter.matching.projection.projected_path import Node, ProjectedPath
from pipefilter.matching.projection.string_alternatives import StringAlternatives
from pipefilter.native_libraries.byte_search import count, find
from pipefilter.native_libraries.json_reader import Array, Object

__all__ = ["ProjectedField"]

_NUMBERS = (float, int)


class ProjectedField:
    """One field of one branch of a pattern."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.path = ProjectedPath(field.steps)
        self._predicate = FieldPredicate(field.alternatives)
        self._strings = StringAlternatives(self._predicate)
        self._array = ProjectedArray(self._predicate, self.path.quoted[-1])
        self.matches_absence = self._predicate.matches_absence
        """Whether an event without the field matches."""
        self.mismatches = 0
        """How often it did not match, so that it can be looked up first."""
        self.array_depth = 0
        """The number of steps to the first array on the path, in the last event that had one."""
        self._known: dict[str, bool] = dict.fromkeys(self._strings.matching, True)
        """Verdicts on strings."""
        self.excludes: Callable[[Object], bool] = self._make_excludes()
        """Whether the field certainly does not match, if each name of its path is in the event only once.

        The argument is the parsed line. Raises KeyError or TypeError if the path is not there.
        """
        self.look: Callable[[Object, bytes], int] = self._make_look()
        """Evaluate the field on an event.

        Arguments are the parsed line and the line, a JSON object without a name of the field's path that is written
        with escapes, or before a dot; otherwise, NO_MATCH and a MATCH by absence are not certain. Returns NO_MATCH,
        MATCH, MATCH_IN_ARRAY or UNCLEAR.
        """

    def _make_look(  # noqa: C901 - one case for each kind of value, without calls
        self,
    ) -> Callable[[Object, bytes], int]:
        """The innermost loop: everything is in local variables, and the likeliest case comes first."""
        get, is_only, often_missing = self.path.get, self.path.is_only, self.path.often_missing
        known, holds = self._known, self._strings.holds
        without_value = MATCH if self.matches_absence else NO_MATCH
        low, high = self._array.low, self._array.high

        def look(event: Object, line: bytes) -> int:  # noqa: C901 - as above
            for name in often_missing:  # a look-up that fails costs more than all else
                if find(line, name) < 0:
                    return without_value
            try:
                value = get(event)
            except KeyError:
                self.path.remember_missing(event)
                return without_value if self.path.is_unique(event, line) else UNCLEAR
            except TypeError:  # a value on the path is not an object
                return self._look_through_arrays(event, line)
            if type(value) is str:
                matches = known.get(value)
                if matches is None:
                    matches = holds(value)
                    if len(known) < MAX_KNOWN and len(value) <= MAX_KNOWN_LENGTH:
                        known[value] = matches
                if matches:
                    return MATCH
            elif type(value) not in _NUMBERS or low <= float(value) <= high:  # type: ignore[arg-type]  # a number
                result = self._look_at_other(event, value, line)
                if result != NO_MATCH:
                    return result
            return NO_MATCH if is_only(event, line) else UNCLEAR

        return look

    def _make_excludes(self) -> Callable[[Object], bool]:
        """As `look`, for the likeliest cases."""
        get, known, holds = self.path.get, self._known, self._strings.holds
        array, low, high = self._array, self._array.low, self._array.high
        needs_value = not self.matches_absence  # an empty array has none

        def excludes(event: Object) -> bool:
            value = get(event)
            kind = type(value)
            if kind is str:
                matches = known.get(value)  # type: ignore[arg-type]  # a string
                if matches is None:
                    matches = holds(value)  # type: ignore[arg-type]  # as above
                    if len(known) < MAX_KNOWN and len(value) <= MAX_KNOWN_LENGTH:  # type: ignore[arg-type]  # as above
                        known[value] = matches  # type: ignore[index]  # as above
                return not matches
            if kind is Array:
                return needs_value and array.excludes(value)  # type: ignore[arg-type]  # an Array
            return kind in _NUMBERS and not low <= float(value) <= high  # type: ignore[arg-type]  # a number

        return excludes

    def _look_at_other(self, event: Object, value: Node, line: bytes) -> int:
        """Evaluate a value that is not a string; NO_MATCH unless another value may match."""
        kind = type(value)
        if kind is Array:
            return UNCLEAR if self.matches_absence else self._array.look(value, line)  # type: ignore[arg-type]  # an Array
        if kind is Object:
            if not self.matches_absence:
                return NO_MATCH
            return MATCH if self.path.is_unique(event, line) else UNCLEAR
        if kind is int or kind is float:
            matches = self._matches_number(value, line)  # type: ignore[arg-type]  # a number
            return UNCLEAR if matches is None else int(matches)
        return int(self._predicate.holds(value))  # type: ignore[arg-type]  # true, false or null

    def _matches_number(self, value: float, line: bytes) -> bool | None:
        """Whether a number matches; None if its text matters and is not known."""
        if not self._array.may_match(value):
            return False
        number = exact_number(value, line, self.path.quoted[-1])
        return None if number is None else self._predicate.holds(number)

    def _look_through_arrays(self, event: Object, line: bytes) -> int:
        """Evaluate the values in all elements of the arrays on the path."""
        if self.matches_absence:
            return MATCH if self.path.is_unique(event, line) else UNCLEAR
        nodes: list[Node] = [event]
        is_certain = True
        self.array_depth = 0
        for depth, (step, key, name) in enumerate(
            zip(self.path.steps, self.path.keys, self.path.quoted, strict=True)
        ):
            if not self.array_depth and len(nodes) == 1 and type(nodes[0]) is Array:
                self.array_depth = depth
            objects = _objects(nodes)
            nodes = []
            for node in objects:
                with suppress(KeyError):
                    nodes.append(node[key])  # type: ignore[index]  # simdjson accepts bytes too, which is faster
            if count(line, name) != len(nodes):
                is_certain = is_certain and all(list(node).count(step) < 2 for node in objects)
        worst = NO_MATCH
        for value in nodes:
            result = self.look_at_element(value, line)
            if result in (MATCH, MATCH_IN_ARRAY):
                return MATCH_IN_ARRAY
            worst = max(worst, result)
        return worst if is_certain else UNCLEAR

    def string_holds(self, value: str) -> bool:
        """Whether a string matches."""
        return value in self._strings.matching or self._strings.holds(value)

    def whole_number_holds(self, value: int) -> bool:
        """Whether a whole number other than zero, which is written in only one way, matches."""
        return self._array.may_match(value) and self._predicate.holds(Number(str(value)))

    def look_at_element(self, value: Node, line: bytes) -> int:
        """Evaluate a value in an element of an array: NO_MATCH, MATCH, UNCLEAR, or MATCH_IN_ARRAY in an inner array."""
        kind = type(value)
        if kind is str:
            return int(self.string_holds(value))  # type: ignore[arg-type]  # a string
        if kind is Array:
            return self._array.look(value, line)  # type: ignore[arg-type]  # an Array
        if kind is Object:
            return NO_MATCH
        if kind is not int and kind is not float:
            return int(self._predicate.holds(value))  # type: ignore[arg-type]  # true, false or null
        if not self._array.may_match(value):  # type: ignore[arg-type]  # a number
            return NO_MATCH
        # of other numbers the text matters, and the name is there more than once
        return int(self.whole_number_holds(value)) if kind is int and value else UNCLEAR  # type: ignore[arg-type]  # an int


def _objects(nodes: list[Node]) -> list[Object]:
    """The objects among some nodes, and in the arrays among them."""
    objects: list[Object] = []
    todo = nodes
    while todo:
        node = todo.pop()
        if type(node) is Object:
            objects.append(node)
        elif type(node) is Array:
            todo.extend(node)
    return objects

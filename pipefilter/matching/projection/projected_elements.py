"""Evaluates the fields of a pattern that lie in the elements of one array: they must match in the same element.

An element in which all of them match is proof enough. That there is none is certain only if no name on their paths is
repeated; if one may be, or if a value must be read in another way, the result is UNCLEAR.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pipefilter.matching.known_verdicts import MAX_KNOWN, MAX_KNOWN_LENGTH
from pipefilter.matching.projection.projected_array import MATCH, MATCH_IN_ARRAY, NO_MATCH, UNCLEAR
from pipefilter.matching.projection.projected_field import ProjectedField
from pipefilter.matching.projection.projected_path import Node, ProjectedPath
from pipefilter.native_libraries.byte_search import count
from pipefilter.native_libraries.json_reader import Array, Object

__all__ = ["ProjectedElements"]

_ABSENT = -1
"""The element has no such field."""


class ProjectedElements:
    """Fields whose paths lead through one array of an event.

    Args:
        steps: the path of the array.
        fields: with longer paths; none of them may match because it is absent.
    """

    def __init__(self, steps: tuple[str, ...], fields: Sequence[ProjectedField]) -> None:
        self.steps = steps
        self.fields = tuple(fields)
        self._path = ProjectedPath(steps)
        self._members = [_Member(field, len(steps)) for field in fields]

    def look(self, event: Object, line: bytes) -> int | None:  # noqa: C901, PLR0912 - as for a field
        """Evaluate the fields on an event.

        Args:
            event: the parsed line.
            line: without a name of the fields' paths that is written with escapes, or before a dot; otherwise, NO_MATCH
                is not certain.

        Returns:
            NO_MATCH, MATCH_IN_ARRAY or UNCLEAR; None if there is no array at the path.
        """
        try:
            array = self._path.get(event)
        except (KeyError, TypeError):
            return None
        if type(array) is not Array:
            return None
        first, *others = self._members
        verdict, failing = first.look, first
        is_clear = True
        objects = absent = 0
        for element in array:
            if type(element) is not Object:
                is_clear = is_clear and type(element) is not Array
                continue
            objects += 1
            seen = verdict(element, line)
            if not seen:
                continue
            if seen == MATCH:
                for member in others:
                    seen = member.look(element, line)
                    if seen != MATCH:
                        failing = member
                        break
                else:
                    return MATCH_IN_ARRAY
                is_clear = is_clear and seen != UNCLEAR and not failing.may_be_repeated_in(element)
            elif seen == UNCLEAR:
                is_clear = False
            else:
                absent += 1
        failing.mismatches += 1
        if not is_clear or not self._path.is_only(event, line):
            return UNCLEAR
        if not absent and first.is_once_in_each(objects, line):
            return NO_MATCH
        return UNCLEAR if any(first.may_be_repeated_in(element) for element in _objects(array)) else NO_MATCH

    def has(self, fields: Iterable[ProjectedField]) -> bool:
        """Whether these fields are all among the fields of the array."""
        return set(fields) <= set(self.fields)

    def settle(self) -> None:
        """Put the field first that most often excludes the last element."""
        self._members = sorted(self._members, key=lambda member: -member.mismatches)


class _Member:
    """One of the fields, as a path below an element."""

    def __init__(self, field: ProjectedField, depth: int) -> None:
        self._field = field
        self._path = ProjectedPath(field.path.steps[depth:])
        self.mismatches = 0
        self.look: Callable[[Object, bytes], int] = self._make_look()
        """Evaluate the field on an element of the array: NO_MATCH, MATCH, UNCLEAR, or `_ABSENT`."""

    def _make_look(self) -> Callable[[Object, bytes], int]:
        """As for a field: an innermost loop, without attributes."""
        field, key, get = self._field, self._path.keys[0], self._path.get
        is_short = len(self._path.keys) == 1
        strings: dict[str, int] = {}
        numbers: dict[int, int] = {}

        def look(element: Object, line: bytes) -> int:
            try:
                value = element[key] if is_short else get(element)  # type: ignore[index]  # simdjson accepts bytes too
            except KeyError:
                return _ABSENT
            except TypeError:  # a value on the path is not an object
                return UNCLEAR
            kind = type(value)
            if kind is str:
                seen = strings.get(value)  # type: ignore[arg-type]  # a string
                if seen is None:
                    seen = int(field.string_holds(value))  # type: ignore[arg-type]  # as above
                    if len(strings) < MAX_KNOWN and len(value) <= MAX_KNOWN_LENGTH:  # type: ignore[arg-type]  # as above
                        strings[value] = seen  # type: ignore[index]  # as above
                return seen
            if kind is int and value:
                seen = numbers.get(value)  # type: ignore[arg-type]  # a whole number
                if seen is None:
                    seen = int(field.whole_number_holds(value))  # type: ignore[arg-type]  # as above
                    if len(numbers) < MAX_KNOWN:
                        numbers[value] = seen  # type: ignore[index]  # as above
                return seen
            seen = field.look_at_element(value, line)
            return UNCLEAR if seen == MATCH_IN_ARRAY else seen

        return look

    def is_once_in_each(self, objects: int, line: bytes) -> bool:
        """Whether the field is there only once in each element; all of them have it."""
        return count(line, self._path.quoted[-1]) == objects

    def may_be_repeated_in(self, element: Object) -> bool:
        """Whether an element may have other values of the field than the first."""
        node: Node = element
        for step in self._path.steps:
            if type(node) is not Object:
                return type(node) is Array
            if list(node).count(step) > 1:
                return True
            try:
                node = node[step]
            except KeyError:
                return False
        return False


def _objects(array: Iterable[Node]) -> Iterable[Object]:
    return (element for element in array if type(element) is Object)

"""Evaluates one branch of a pattern on an event that simdjson has parsed: all of its fields must match, and agree.

Fields that match in one array must match in the same element. Only events show which paths are arrays: once the fields
of a branch match in an array, they are evaluated together in later events.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipefilter.matching.projection.projected_array import MATCH, MATCH_IN_ARRAY, NO_MATCH, UNCLEAR
from pipefilter.matching.projection.projected_elements import ProjectedElements
from pipefilter.matching.projection.projected_field import ProjectedField
from pipefilter.matching.projection.projected_path import Node
from pipefilter.native_libraries.json_reader import Array, Object

__all__ = ["ProjectedBranch"]

_Steps = tuple[str, ...]


class ProjectedBranch:
    """The fields of a branch, in the order in which they are evaluated."""

    def __init__(self, fields: Sequence[ProjectedField]) -> None:
        self.fields = tuple(fields)
        self._order: tuple[tuple[ProjectedField, ...], tuple[ProjectedElements, ...]] = (self.fields, ())
        """The fields that are evaluated by themselves, and the others by their arrays; replaced at once, for threads."""
        self._elements: dict[_Steps, ProjectedElements | None] = {}

    def look(self, event: Object, line: bytes) -> int:  # noqa: C901, PLR0912 - one case for each result, without calls
        """Evaluate the branch; the arguments are those of `ProjectedField.look`. Returns NO_MATCH, MATCH or UNCLEAR."""
        is_unclear = False
        in_arrays: list[ProjectedField] = []
        single, joint = self._order
        for field in single:
            seen = field.look(event, line)
            if seen == MATCH:
                continue
            if seen == NO_MATCH:
                field.mismatches += 1
                return NO_MATCH
            if seen == UNCLEAR:
                is_unclear = True
            else:
                in_arrays.append(field)
        for elements in joint:
            result = elements.look(event, line)
            if result == NO_MATCH:
                return NO_MATCH
            if result == UNCLEAR:
                is_unclear = True
            elif result is None:  # this event has no array there
                for field in elements.fields:
                    seen = field.look(event, line)
                    if seen == NO_MATCH:
                        return NO_MATCH
                    if seen == UNCLEAR:
                        is_unclear = True
                    elif seen == MATCH_IN_ARRAY:
                        in_arrays.append(field)
        if is_unclear:
            return UNCLEAR
        return MATCH if len(in_arrays) + len(joint) < 2 else self._agreement(event, line, in_arrays, joint)

    def _agreement(
        self,
        event: Object,
        line: bytes,
        in_arrays: Iterable[ProjectedField],
        joint: Iterable[ProjectedElements],
    ) -> int:
        """Whether fields agree that each match in some array: those of one array must match in the same element."""
        by_array: dict[_Steps, list[ProjectedField]] = {elements.steps: [] for elements in joint}
        matching = set(by_array)
        for field in in_arrays:
            by_array.setdefault(_array_steps(event, field), []).append(field)
        for steps, fields in by_array.items():
            if len(fields) + (steps in matching) < 2:
                continue
            elements = self._elements_of(steps)
            result = None if elements is None or not elements.has(fields) else elements.look(event, line)
            if result != MATCH_IN_ARRAY:
                return UNCLEAR if result is None else result
        return MATCH

    def _elements_of(self, steps: _Steps) -> ProjectedElements | None:
        """The fields with values in the elements of an array; None if there is none."""
        if steps not in self._elements:
            inside = [field for field in self.fields if _is_below(field, steps) and not field.matches_absence]
            self._elements[steps] = ProjectedElements(steps, inside) if inside else None
        return self._elements[steps]

    def first_field(self) -> ProjectedField | None:
        """The field that is evaluated first; None if those of an array are."""
        single, _ = self._order
        return single[0] if single else None

    def settle(self) -> None:
        """Evaluate the fields of an array together if events have it; of others, put those first that most often fail."""
        single, joint = self._order
        for steps in {field.path.steps[: field.array_depth] for field in single if field.array_depth}:
            elements = self._elements_of(steps)
            if elements is not None and set(elements.fields) <= set(single):
                single = tuple(field for field in single if field not in elements.fields)
                joint = (*joint, elements)
        self._order = tuple(sorted(single, key=lambda field: -field.mismatches)), joint
        for elements in joint:
            elements.settle()


def _array_steps(event: Object, field: ProjectedField) -> _Steps:
    """The path of the first array on the path of a field that matches in an array."""
    node: Node = event
    for depth, key in enumerate(field.path.keys, 1):
        node = node[key]  # type: ignore[index]  # an Object with this member, as the field matches below it
        if type(node) is Array:
            return field.path.steps[:depth]
    return field.path.steps


def _is_below(field: ProjectedField, steps: _Steps) -> bool:
    depth = len(steps)
    return len(field.path.steps) > depth and field.path.steps[:depth] == steps

"""A sample event or record, and which values its fields can have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import TypeAlias, Union

from pipefilter.dataclass import dataclass
from pipefilter.events.pattern_path import reach
from pipefilter.events.shape import OPEN, Kind, Shape, look_up
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar
from pipefilter.language.dynamodb_record import IMAGES
from pipefilter.witnesses.field_witness import ABSENT, FieldValue
from pipefilter.witnesses.usual_values import usual_values

__all__ = ["BARE", "Sample", "Tree", "is_attribute"]

Tree: TypeAlias = Union[Scalar, int, "list[Tree]", "dict[str, Tree]"]
"""A JSON value that can be changed."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample that is changed as little as a pattern requires.

    Args:
        tree: the event as a filter sees it, with its data decoded.
        fixed: the only value of some fields, by their paths, such as `eventName`.
        impossible: paths of fields that such an event cannot have, such as `dynamodb.OldImage` of an insert.
        shape: which fields it has and what they hold, if that is known.
        record: all fields that a record of the source can have, below the data, too; None if that is not known.
        nesting: the shape of all events in question, of which only matters what can be in an array; None if not known.
        changeable: paths of fixed fields that a near miss may change: another event may have another value there.
    """

    tree: Mapping[str, Tree] = field(default_factory=dict)
    fixed: Mapping[str, Scalar] = field(default_factory=dict)
    impossible: tuple[str, ...] = ()
    shape: Shape | None = None
    record: Shape | None = None
    nesting: Shape | None = None
    changeable: frozenset[str] = frozenset()

    def changed(self, path: str) -> Sample:
        """The sample for a near miss in a field."""
        if path not in self.changeable:
            return self
        fixed = {name: value for name, value in self.fixed.items() if name != path}
        return replace(self, fixed=fixed)

    def known_values(self, steps: tuple[str, ...]) -> tuple[str, ...]:
        """The values that a field is known to have; none if they are not known."""
        shape = self._shape(steps)
        return shape.values if shape is not None else ()

    def possible_values(self, steps: tuple[str, ...]) -> tuple[FieldValue, ...] | None:
        """All values that the field can have; None if that is not known."""
        path = ".".join(steps)
        if path in self.fixed:
            return (self.fixed[path],)
        if any(path == start or path.startswith(f"{start}.") for start in self.impossible):
            return (ABSENT,)
        return None if self.possible_kinds(steps) else (ABSENT,)

    def possible_kinds(self, steps: tuple[str, ...]) -> frozenset[Kind]:
        """The kinds of values that the field can have; none if the record cannot have a value there."""
        if self.record is None:
            return OPEN.kinds
        place = reach(self.record, steps)
        if not place.is_there:
            return frozenset()
        return OPEN.kinds if place.is_open else place.kinds

    def value(self, steps: tuple[str, ...]) -> tuple[Scalar] | None:
        """The value of a field in the sample, in a tuple; None if it has none."""
        node: Tree | Mapping[str, Tree] = self.tree
        for step in steps:
            while isinstance(node, list) and node:
                node = node[0]
            if not isinstance(node, Mapping) or step not in node:
                return None
            node = node[step]
        if isinstance(node, list) and len(node) == 1:
            node = node[0]
        if isinstance(node, Mapping | list):
            return None
        return (Number(str(node)) if isinstance(node, int) and not isinstance(node, bool) else node,)

    def usual_values(self, steps: tuple[str, ...]) -> list[Scalar]:
        """Plausible values of a field."""
        return usual_values(steps, self._shape(steps), is_attribute=is_attribute(steps))

    def is_array(self, steps: tuple[str, ...]) -> bool:
        """Whether a field contains an array, as far as that is known."""
        if is_attribute(steps) and steps[-1] in ("L", "SS", "NS", "BS"):
            return True
        shape = self._shape(steps)
        return shape is not None and shape.is_array

    def _shape(self, steps: tuple[str, ...]) -> Shape | None:
        if self.shape is None:
            return None
        lookup = look_up(self.shape, steps)
        return lookup.shape if lookup.known == len(steps) else None


def is_attribute(steps: tuple[str, ...]) -> bool:
    """Whether a field is inside an attribute of a DynamoDB record."""
    return len(steps) > 3 and steps[0] == "dynamodb" and steps[1] in IMAGES


BARE = Sample()
"""An event of which nothing is known."""

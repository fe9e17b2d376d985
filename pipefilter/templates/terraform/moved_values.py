"""Values from other files of a module, at the places of the references to them."""

from __future__ import annotations

from collections.abc import Callable

from pipefilter.templates.nodes.hcl_text import at_place
from pipefilter.templates.nodes.node import Call, Mapping, Node, Sequence

__all__ = ["MovedValues"]


class MovedValues:
    """Moves each value once for each reference.

    Args:
        spend: counts the work at an offset.
    """

    def __init__(self, spend: Callable[[int, int], None]) -> None:
        self._spend = spend
        self._moved: dict[tuple[int, int], tuple[Node, Node]] = {}

    def at(self, reference: Node, value: Node | None, is_own: bool) -> Node | None:  # noqa: FBT001 - of a pair
        """A value at the place of a reference, unless it is from the same file."""
        if value is None or is_own:
            return value
        key = id(value), reference.start
        if key not in self._moved:
            self._spend(reference.start, _size(value))
            self._moved[key] = value, at_place(value, reference.start, reference.start)
        return self._moved[key][1]


def _size(node: Node) -> int:
    """The number of nodes in a node."""
    count, todo = 0, [node]
    while todo:
        each = todo.pop()
        count += 1
        if isinstance(each, Mapping):
            todo += [value for _, value in each.members]
        elif isinstance(each, Sequence):
            todo += each.items
        elif isinstance(each, Call):
            todo.append(each.argument)
    return count

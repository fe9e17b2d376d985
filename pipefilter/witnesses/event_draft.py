"""An event under construction: a sample, and the values that conditions require in it."""

from __future__ import annotations

from collections.abc import Mapping

from pipefilter.dataclass import dataclass
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json, Scalar
from pipefilter.witnesses.field_witness import Absence, FieldValue
from pipefilter.witnesses.sample import Sample, Tree, is_attribute

__all__ = ["EventDraft", "json_of"]

_MAX_DEPTH = 100
"""Levels below which names are joined by dots, which has the same meaning for a pattern; AWS allows 1,000."""


@dataclass(slots=True)
class _Leaf:
    """A value that a condition requires; a value of the sample is not in a leaf."""

    value: Scalar


_Node = dict[str, object]


class EventDraft:
    """A copy of a sample in which fields are set and removed."""

    def __init__(self, sample: Sample) -> None:
        self._sample = sample
        self._root: _Node = _copy(sample.tree)
        self._dotted: list[tuple[str, Scalar]] = []
        self._attributes: set[tuple[str, ...]] = set()

    def put(self, steps: tuple[str, ...], value: FieldValue) -> None:
        """Set or remove a field; one that cannot be nested gets a name with dots at the root."""
        steps = (*steps[:_MAX_DEPTH], ".".join(steps[_MAX_DEPTH:])) if len(steps) > _MAX_DEPTH else steps
        self._make_room(steps)
        if isinstance(value, Absence):
            self._remove(steps)
            return
        node = self._root
        for number, step in enumerate(steps[:-1], 1):
            below = node.get(step)
            if isinstance(below, list) and below and isinstance(below[0], dict):
                below = below[0]
            if not isinstance(below, dict):
                if isinstance(below, _Leaf):
                    self._dotted.append((".".join(steps), value))
                    return
                below = {}
                node[step] = [below] if self._sample.is_array(steps[:number]) else below
            node = below
        before = node.get(steps[-1])
        if isinstance(before, _Leaf) or (isinstance(before, dict) and _has_leaf(before)):
            self._dotted.append((".".join(steps), value))
            return
        leaf = _Leaf(value)
        is_array = isinstance(before, list) or self._sample.is_array(steps)
        node[steps[-1]] = [leaf] if is_array else leaf

    def tree(self) -> Json:
        """The event."""
        whole = _frozen(self._root)
        assert isinstance(whole, tuple)
        return (*whole, *self._dotted)

    def _make_room(self, steps: tuple[str, ...]) -> None:
        """Remove the sample's own attribute of a DynamoDB item, as an attribute has a single type."""
        if is_attribute(steps) and steps[:3] not in self._attributes:
            self._attributes.add(steps[:3])
            self._remove(steps[:3])

    def _remove(self, steps: tuple[str, ...]) -> None:
        node = self._root
        for step in steps[:-1]:
            below = node.get(step)
            if isinstance(below, list) and below:
                below = below[0]
            if not isinstance(below, dict):
                return
            node = below
        node.pop(steps[-1], None)


def json_of(tree: Mapping[str, Tree]) -> Json:
    """A tree as JSON."""
    return _frozen(dict(tree))


def _copy(tree: Mapping[str, Tree]) -> _Node:
    return {name: _copied(value) for name, value in tree.items()}


def _copied(value: Tree) -> object:
    if isinstance(value, dict):
        return _copy(value)
    return [_copied(element) for element in value] if isinstance(value, list) else value


def _has_leaf(node: object) -> bool:
    if isinstance(node, dict):
        return any(map(_has_leaf, node.values()))
    return any(map(_has_leaf, node)) if isinstance(node, list) else isinstance(node, _Leaf)


def _frozen(node: object) -> Json:
    if isinstance(node, dict):
        return tuple((name, _frozen(value)) for name, value in node.items())
    if isinstance(node, list):
        return [_frozen(element) for element in node]
    if isinstance(node, _Leaf):
        return node.value
    if type(node) is int:
        return Number(str(node))
    assert node is None or isinstance(node, str | bool | Number)
    return node

"""The shape of events of several kinds: what is in one of their shapes is in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipefilter.events.shape import OPEN, Shape
from pipefilter.override import override

__all__ = ["shape_union"]

_MAX_DEPTH = 40


def shape_union(shapes: Sequence[Shape], *, depth: int = 0) -> Shape:
    """The union of some shapes, made as far as it is looked at: shapes may be without end."""
    if len(shapes) == 1:
        return shapes[0]
    if depth > _MAX_DEPTH or any(shape.is_open for shape in shapes):
        return OPEN
    of_strings = [shape for shape in shapes if "string" in shape.kinds]
    values: tuple[str, ...] = ()
    if all(shape.values for shape in of_strings):
        values = tuple(dict.fromkeys(value for shape in of_strings for value in shape.values))
    others = [shape.other for shape in shapes if shape.other is not None]
    return Shape(
        frozenset(kind for shape in shapes for kind in shape.kinds),
        _JoinedFields(shapes),
        shape_union(others, depth=depth + 1) if others else None,
        is_array=any(shape.is_array for shape in shapes),
        is_required=all(shape.is_required for shape in shapes),
        values=values,
    )


class _JoinedFields(Mapping[str, Shape]):
    """The fields of several shapes, each made when it is looked at."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self._shapes = shapes
        self._names = dict.fromkeys(name for shape in shapes for name in shape.fields)
        self._known: dict[str, Shape] = {}

    @override
    def __getitem__(self, name: str) -> Shape:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._known:
            below = [shape.below(name) for shape in self._shapes]
            self._known[name] = shape_union([shape for shape in below if shape is not None])
        return self._known[name]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    @override
    def __len__(self) -> int:
        return len(self._names)

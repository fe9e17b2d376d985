"""Whether a field can lie in an array: there, AWS lets all fields of a match lie in the same element.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html
"""

from __future__ import annotations

from pipefilter.events.shape import Shape
from pipefilter.witnesses.sample import Sample

__all__ = ["ArrayKnowledge"]


class ArrayKnowledge:
    """What is known of the arrays in the events of a sample."""

    def __init__(self, sample: Sample) -> None:
        self._sample = sample
        self._known: dict[str, bool] = {}

    def can_be_in_array(self, path: str) -> bool:
        """Whether the objects that contain a field can be elements of an array, as far as that is known."""
        if path not in self._known:
            self._known[path] = not self._is_plain(path.split(".")[:-1])
        return self._known[path]

    def can_have_several_values(self, path: str) -> bool:
        """Whether a field can have several values, or be an array of objects, as far as that is known."""
        return not self._is_plain(path.split("."))

    def _is_plain(self, names: list[str]) -> bool:
        """Whether neither the value below some names nor one on the way to it can be an array."""
        shapes = [each for each in (self._sample.record, self._sample.nesting) if each is not None]
        return not names or any(_is_plain(names, shape) for shape in shapes)


def _is_plain(names: list[str], record: Shape) -> bool:
    """The same in events of one shape.

    A name that contains dots has the same path as nested names. So the names may be joined in any way where an event
    can have any name: an attribute can be called `x.M`, and be a list.
    """
    reached: list[dict[int, Shape]] = [{id(record): record}, *({} for _ in names)]
    below_any: dict[int, Shape] = {}
    for start in range(len(names)):
        for shape in (*reached[start].values(), *below_any.values()):
            if shape.other is not None:
                below_any[id(shape.other)] = shape.other
            most_dots = max((name.count(".") for name in shape.fields), default=0)
            for end in range(start + 1, min(start + 1 + most_dots, len(names)) + 1):
                below = shape.fields.get(".".join(names[start:end]))
                if below is not None:
                    reached[end][id(below)] = below
        if any(each.is_open or each.is_array for each in (*reached[start + 1].values(), *below_any.values())):
            return False
    return bool(reached[-1] or below_any)

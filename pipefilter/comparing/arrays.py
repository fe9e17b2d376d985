"""Whether a field can lie in an array: there, AWS lets all fields of a match lie in the same element.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html
"""

from __future__ import annotations

from pipefilter.events.shape import look_up
from pipefilter.witnesses.sample import Sample

__all__ = ["ArrayKnowledge"]


class ArrayKnowledge:
    """What is known of the arrays in the events of a sample."""

    def __init__(self, sample: Sample) -> None:
        self._sample = sample

    def can_be_in_array(self, path: str) -> bool:
        """Whether the objects that contain a field can be elements of an array, as far as that is known."""
        return not self._is_plain(path.split(".")[:-1])

    def can_have_several_values(self, path: str) -> bool:
        """Whether a field can have several values in one event, as far as that is known."""
        return not self._is_plain(path.split("."))

    def _is_plain(self, names: list[str]) -> bool:
        """Whether neither the value below some names nor one on the way to it can be an array.

        A name that contains dots has the same path as nested names, so it is taken apart.
        """
        if not names:
            return True
        if self._sample.record is None:
            return False
        for number in range(1, len(names) + 1):
            lookup = look_up(self._sample.record, tuple(names[:number]))
            if lookup.known < number or lookup.shape.is_open or lookup.shape.is_array:
                return False
        return True

"""What one field of a pattern finds in an event: the array elements in which it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipefilter.matching.event_fields import Element

__all__ = ["Candidates", "FlatPlaces"]


@dataclass(frozen=True, slots=True)
class FlatPlaces:
    """Places that lie outside all arrays, or in elements of one array that lies in no other.

    Args:
        array: the number of that array; None if no place lies in one.
        outside: whether a right value lies outside all arrays.
        right: of the elements in which a right value lies, a bit each at their index.
        present: the same for all values, if absence is right too; else None.
        present_outside: whether any value lies outside all arrays, if absence is right too.
    """

    array: int | None
    outside: bool
    right: int
    present: int | None
    present_outside: bool


class Candidates:
    """What one field offers: the values that are right, and whether absence is right too.

    Args:
        right: where the values lie for which an alternative holds.
        present: where all values lie, if absence is right; else None.
    """

    __slots__ = ("_flat", "present", "right")

    def __init__(
        self, right: Sequence[Element | None], present: Sequence[Element | None] | None = None
    ) -> None:
        self.right = right
        self.present = present
        self._flat: FlatPlaces | bool | None = True  # not yet asked

    @property
    def possible(self) -> bool:
        """Whether the field can hold at all; a value outside all arrays is in the way of absence for sure."""
        return bool(self.right) or (self.present is not None and None not in self.present)

    @property
    def places(self) -> Iterator[Element | None]:
        """Where values lie that matter."""
        yield from self.right
        yield from self.present or ()

    @property
    def size(self) -> int:
        """How many places there are."""
        return len(self.right) + len(self.present or ())

    @property
    def flat(self) -> FlatPlaces | None:
        """The places, if they lie in one array at most, and that in no other; worked out once."""
        if isinstance(self._flat, bool):
            self._flat = self._find_flat()
        return self._flat

    def _find_flat(self) -> FlatPlaces | None:
        flat = _Flattening()
        right = [flat.element(place) for place in self.right]
        present = None if self.present is None else [flat.element(place) for place in self.present]
        if len(flat.arrays) > 1 or flat.nested:
            return None
        return FlatPlaces(
            flat.arrays.pop() if flat.arrays else None,
            None in right,
            _bits(right),
            None if present is None else _bits(present),
            present is not None and None in present,
        )


class _Flattening:
    """Finds of each place the element around it that is not alone in its array, and what arrays those are of."""

    def __init__(self) -> None:
        self.arrays: set[int] = set()
        self.nested = False
        """Whether one of them lies in another."""
        self._around: dict[int, Element | None] = {}
        """The nearest such element around each array."""

    def element(self, place: Element | None) -> Element | None:
        inner: list[Element] = []
        element = place
        while element is not None and element.array not in self._around:
            inner.append(element)
            element = element.within
        nearest = self._nearest(element)
        for element in reversed(inner):
            self._around[element.array] = nearest
            nearest = self._nearest(element)
        if nearest is not None:
            self.arrays.add(nearest.array)
            self.nested = self.nested or self._around[nearest.array] is not None
        return nearest

    def _nearest(self, element: Element | None) -> Element | None:
        return self._around[element.array] if element is not None and element.alone else element


def _bits(elements: Iterable[Element | None]) -> int:
    """A bit at the index of each element; in linear time, as shifting bit by bit would not be."""
    indexes = [element.index for element in elements if element is not None]
    if not indexes:
        return 0
    octets = bytearray(max(indexes) // 8 + 1)
    for index in indexes:
        octets[index >> 3] |= 1 << (index & 7)
    return int.from_bytes(octets, "little")

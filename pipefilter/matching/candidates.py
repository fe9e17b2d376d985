"""The candidates of one field: the array elements of an event in which it matches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipefilter.dataclass import dataclass
from pipefilter.matching.event_fields import Element

__all__ = ["Candidates", "FlatPlaces"]


@dataclass(frozen=True, slots=True)
class FlatPlaces:
    """Places outside all arrays, or in elements of a single array that is not nested in another.

    Args:
        array: the number of that array; None if no place is in one.
        matching: a bit set at the index of each element with a matching value.
        present: the same for all values, if absence matches too; else None.
    """

    array: int | None
    outside: bool
    matching: int
    present: int | None
    present_outside: bool


class Candidates:
    """The elements in which a field's matching values lie; None for a value outside all arrays.

    Args:
        present: of all values, if absence matches too; else None.
    """

    __slots__ = ("_flat", "matching", "present")

    def __init__(
        self, matching: Sequence[Element | None], present: Sequence[Element | None] | None = None
    ) -> None:
        self.matching = matching
        self.present = present
        self._flat: FlatPlaces | bool | None = True  # not yet computed

    @property
    def possible(self) -> bool:
        """Whether the field can match at all; a value outside all arrays rules out absence."""
        return bool(self.matching) or (self.present is not None and None not in self.present)

    @property
    def places(self) -> Iterator[Element | None]:
        """The places of all values that matter."""
        yield from self.matching
        yield from self.present or ()

    @property
    def size(self) -> int:
        """The number of places."""
        return len(self.matching) + len(self.present or ())

    @property
    def flat(self) -> FlatPlaces | None:
        """The places, if they lie in at most one array, which is not nested; computed once."""
        if isinstance(self._flat, bool):
            self._flat = self._find_flat()
        return self._flat

    def _find_flat(self) -> FlatPlaces | None:
        flat = _Flattening()
        matching = [flat.element(place) for place in self.matching]
        present = None if self.present is None else [flat.element(place) for place in self.present]
        if len(flat.arrays) > 1 or flat.nested:
            return None
        return FlatPlaces(
            flat.arrays.pop() if flat.arrays else None,
            None in matching,
            _bits(matching),
            None if present is None else _bits(present),
            present is not None and None in present,
        )


class _Flattening:
    """Finds the nearest element around each place that is not alone in its array, and the arrays of these elements."""

    def __init__(self) -> None:
        self.arrays: set[int] = set()
        self.nested = False
        """Whether one of the arrays is nested in another."""
        self._around: dict[int, Element | None] = {}
        """The nearest such element around each array, by the array's number."""

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
    """An integer with a bit at the index of each element; in linear time, unlike shifting bit by bit."""
    indexes = [element.index for element in elements if element is not None]
    if not indexes:
        return 0
    octets = bytearray(max(indexes) // 8 + 1)
    for index in indexes:
        octets[index >> 3] |= 1 << (index & 7)
    return int.from_bytes(octets, "little")

"""The parts of a condition that are still to be written, the longest at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from pipefilter.builder.budget import Budget
from pipefilter.builder.narrowing.normal_form import MAX_WAYS, Part
from pipefilter.builder.narrowing.pattern_choice import MAX_FIELDS, MAX_FILTERS
from pipefilter.builder.narrowing.pattern_size import PatternSizes
from pipefilter.builder.narrowing.simplification import simplified
from pipefilter.builder.narrowing.term import Disjunct
from pipefilter.services.service import Service

__all__ = ["RemainingParts"]


@dataclass(frozen=True, slots=True)
class _Size:
    """How much of a pattern a part takes at the least.

    Args:
        ways: how many.
        fields: of the way with the fewest.
        length: of the shortest way.
    """

    ways: int
    fields: int
    length: int


class RemainingParts:
    """Parts, in the order in which they came, of which the longest can be taken out.

    Args:
        service: that is to take the patterns.
        sizes: of what was measured before.
    """

    def __init__(self, service: Service, sizes: PatternSizes) -> None:
        self._limit = service.pattern_length.maximum
        self._filters = MAX_FILTERS if service.combination == "any" else 1
        self._sizes = sizes
        self._parts: dict[int, tuple[Part, _Size]] = {}
        self._by_weight: list[tuple[int, int]] = []
        self._count = 0
        self._ways = 1
        self._fields = 0
        self._length = 0

    def __len__(self) -> int:
        return len(self._parts)

    def __iter__(self) -> Iterator[Part]:
        return (part for part, _ in self._parts.values())

    def add(self, part: Part, budget: Budget) -> None:
        """Put one at the end.

        Args:
            part: without fields in common with the others.
            budget: of steps.

        Raises:
            OutOfSteps: it is too large to be measured.
        """
        weight = self._sizes.weight(part.ways, budget)
        size = self._size(part.ways, budget)
        self._parts[self._count] = part, size
        heappush(self._by_weight, (-weight, self._count))
        self._count += 1
        self._ways *= size.ways
        self._fields += size.fields
        self._length += size.length

    def take_longest(self) -> Part:
        """Take out the longest; of several, the one that came first."""
        _, number = heappop(self._by_weight)
        part, size = self._parts.pop(number)
        self._ways //= size.ways
        self._fields -= size.fields
        self._length -= size.length
        return part

    def can_fit(self) -> bool:
        """Whether they can be written at all, as far as that is seen without writing them.

        Parts have no field in common, so their ways multiply; several filters share out the ways of one part, or the
        longest list in it.
        """
        if self._ways > MAX_WAYS * self._filters or self._fields > MAX_FIELDS:
            return False
        if self._filters == 1:
            return self._length <= self._limit
        longest = max((size.length for _, size in self._parts.values()), default=0)
        return self._length - longest <= self._limit

    def _size(self, ways: Sequence[Disjunct], budget: Budget) -> _Size:
        return _Size(
            len(simplified(ways, budget)) if len(ways) > 1 else 1,
            min((len(way.fields) for way in ways), default=0),
            self._sizes.least_way(ways, budget),
        )

"""The factors of a condition that are still to be written, with quick access to the longest one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush

from pipefilter.builder.budget import Budget
from pipefilter.builder.narrowing.normal_form import MAX_TERMS, Factor
from pipefilter.builder.narrowing.pattern_choice import MAX_FIELDS, MAX_FILTERS
from pipefilter.builder.narrowing.pattern_size import PatternSizes
from pipefilter.builder.narrowing.simplification import simplify
from pipefilter.builder.narrowing.term import Term
from pipefilter.dataclass import dataclass
from pipefilter.services.service import Service

__all__ = ["RemainingFactors"]


@dataclass(frozen=True, slots=True)
class _MinSize:
    """The smallest size of a factor: its terms, the fewest fields of one, and the length of the shortest."""

    terms: int
    fields: int
    length: int


class RemainingFactors:
    """Factors in the order in which they were added, of which the longest can be removed."""

    def __init__(self, service: Service, sizes: PatternSizes) -> None:
        self._limit = service.pattern_length.maximum
        self._filters = MAX_FILTERS if service.combination == "any" else 1
        self._sizes = sizes
        self._factors: dict[int, tuple[Factor, _MinSize]] = {}
        self._by_weight: list[tuple[int, int]] = []
        self._count = 0
        self._terms = 1
        self._fields = 0
        self._length = 0

    def __len__(self) -> int:
        return len(self._factors)

    def __iter__(self) -> Iterator[Factor]:
        return (factor for factor, _ in self._factors.values())

    def add(self, factor: Factor, budget: Budget) -> None:
        """Add a factor, without fields in common with the others, at the end.

        Raises:
            OutOfSteps: it is too large to be measured.
        """
        weight = self._sizes.weight(factor.terms, budget)
        size = self._min_size(factor.terms, budget)
        self._factors[self._count] = factor, size
        heappush(self._by_weight, (-weight, self._count))
        self._count += 1
        self._terms *= size.terms
        self._fields += size.fields
        self._length += size.length

    def remove_longest(self) -> Factor:
        """Remove the longest; of several, the one that was added first."""
        _, number = heappop(self._by_weight)
        factor, size = self._factors.pop(number)
        self._terms //= size.terms
        self._fields -= size.fields
        self._length -= size.length
        return factor

    def can_fit(self) -> bool:
        """Whether patterns may fit, as far as that is known without writing them.

        Factors have no field in common, so that their numbers of terms multiply; several filters share the terms of one
        factor, or the longest list in it.
        """
        if self._terms > MAX_TERMS * self._filters or self._fields > MAX_FIELDS:
            return False
        if self._filters == 1:
            return self._length <= self._limit
        longest = max((size.length for _, size in self._factors.values()), default=0)
        return self._length - longest <= self._limit

    def _min_size(self, terms: Sequence[Term], budget: Budget) -> _MinSize:
        return _MinSize(
            len(simplify(terms, budget)) if len(terms) > 1 else 1,
            min((len(term.fields) for term in terms), default=0),
            self._sizes.shortest_term(terms, budget),
        )

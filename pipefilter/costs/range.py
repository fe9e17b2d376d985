"""A figure of which only the bounds are known: `Range(low=3, high=5)`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Generic, TypeVar

from pipefilter.dataclass import dataclass
from pipefilter.override import override

__all__ = ["Range"]

Figure = TypeVar("Figure", int, float, Fraction)
_Other = TypeVar("_Other", int, float, Fraction)


@dataclass(frozen=True, slots=True, eq=False)
class Range(Generic[Figure]):
    """At least `low` and at most `high`.

    Arithmetic is bound by bound: the bounds of all figures of an estimate come from the same two assumptions, such as
    batches that are filled up after filtering and batches that are not. So both figures are low together.
    """

    low: Figure
    high: Figure

    @classmethod
    def ordered(cls, first: Figure, second: Figure) -> Range[Figure]:
        """The range between two figures, whichever is larger."""
        return cls(min(first, second), max(first, second))

    @classmethod
    def exactly(cls, figure: Figure) -> Range[Figure]:
        """The range of a figure that is known."""
        return cls(figure, figure)

    @property
    def is_exact(self) -> bool:
        """Whether both bounds are the same."""
        return self.low == self.high

    def __add__(self, other: Range[Figure]) -> Range[Figure]:
        return Range(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Range[Figure]) -> Range[Figure]:
        return Range.ordered(self.low - other.low, self.high - other.high)

    def __mul__(self, factor: Figure) -> Range[Figure]:
        return Range.ordered(self.low * factor, self.high * factor)

    def __neg__(self) -> Range[Figure]:
        return Range(-self.high, -self.low)

    # as the pairs that ranges were before: they unpack, have places, and are equal to pairs

    @override
    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Range | tuple) else NotImplemented

    @override
    def __hash__(self) -> int:
        return hash((self.low, self.high))

    def __len__(self) -> int:
        return 2

    def __iter__(self) -> Iterator[Figure]:
        yield self.low
        yield self.high

    def __getitem__(self, index: int) -> Figure:
        return (self.low, self.high)[index]

    def apply(self, function: Callable[[Figure], _Other]) -> Range[_Other]:
        """The range of a non-decreasing function of the figure."""
        return Range(function(self.low), function(self.high))

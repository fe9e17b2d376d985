"""A proportion in a sample, with the confidence interval of the proportion in all traffic.

E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", 1927: unlike the usual interval it
holds also for proportions near 0 and 1, and for few events.
"""

from __future__ import annotations

from math import sqrt

from pipefilter.costs.range import Range
from pipefilter.dataclass import dataclass

__all__ = ["Proportion", "wilson"]

_NORMAL_95 = 1.959963984540054
"""95% of a normal distribution are within so many standard deviations of its mean."""


@dataclass(frozen=True, slots=True)
class Proportion:
    """How many events of how many."""

    count: int
    of: int

    @property
    def value(self) -> float:
        """The proportion in the sample; 0 if that is empty."""
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> Range[float]:
        """The 95% confidence interval, if the sample was drawn at random."""
        return wilson(self.count, self.of)


def wilson(count: float, of: float) -> Range[float]:
    """Wilson's 95% confidence interval of a proportion."""
    if of <= 0:
        return Range(0.0, 1.0)
    share, square = count / of, _NORMAL_95**2
    middle = share + square / (2 * of)
    half = _NORMAL_95 * sqrt(share * (1 - share) / of + square / (4 * of * of))
    low, high = (middle - half) / (1 + square / of), (middle + half) / (1 + square / of)
    # at 0 and 1 the bound is exact, but for rounding
    return Range(0.0 if count <= 0 else max(0.0, low), 1.0 if count >= of else min(1.0, high))

"""A share found in a sample, and between which bounds that of all traffic lies.

E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", 1927: unlike the usual interval it
is right also for shares near 0 and 1, and for few events.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from pipefilter.costs.range import Range

__all__ = ["Proportion", "wilson"]

_NORMAL_95 = 1.959963984540054
"""So many standard deviations to both sides hold 95% of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Proportion:
    """How many of how many.

    Args:
        count: events of the kind.
        of: events in all.
    """

    count: int
    of: int

    @property
    def value(self) -> float:
        """The share in the sample; 0 if that is empty."""
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> Range[float]:
        """Bounds which hold with 95% certainty if the sample was drawn at random."""
        return wilson(self.count, self.of)


def wilson(count: float, of: float) -> Range[float]:
    """Wilson's interval for a share, at 95%.

    Args:
        count: events of the kind.
        of: events in all.
    """
    if of <= 0:
        return Range(0.0, 1.0)
    share, square = count / of, _NORMAL_95**2
    middle = share + square / (2 * of)
    half = _NORMAL_95 * sqrt(share * (1 - share) / of + square / (4 * of * of))
    low, high = (middle - half) / (1 + square / of), (middle + half) / (1 + square / of)
    # at the ends it is exact, but for rounding
    return Range(0.0 if count <= 0 else max(0.0, low), 1.0 if count >= of else min(1.0, high))

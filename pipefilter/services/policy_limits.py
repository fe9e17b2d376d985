"""The limits of a filter policy of SNS, which patterns elsewhere do not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipefilter.dataclass import dataclass

if TYPE_CHECKING:
    from pipefilter.services.service import Limit

__all__ = ["PolicyLimits"]


@dataclass(frozen=True, slots=True)
class PolicyLimits:
    """The limits of a filter policy.

    Args:
        keys: the number of leaf keys.
        combinations: the number of combinations of values.
        stars: the number of wildcard characters in one pattern.
        points: the complexity of all patterns with wildcards together.
        magnitude: the largest number; the smallest is its negative.
        decimals: the number of digits after the decimal point.
    """

    keys: Limit
    combinations: Limit
    stars: Limit
    points: Limit
    magnitude: Limit
    decimals: Limit

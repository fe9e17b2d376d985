"""Figures of which only the bounds are known: their arithmetic is that of both bounds."""

from __future__ import annotations

import math
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pipefilter.costs.range import Range

figures = st.fractions()
ranges = st.builds(Range.ordered, figures, figures)


@given(ranges, ranges, figures)
def test_both_bounds(first: Range[Fraction], second: Range[Fraction], factor: Fraction) -> None:
    assert tuple(first + second) == (first.low + second.low, first.high + second.high)
    assert set(first - second) == {first.low - second.low, first.high - second.high}
    assert set(first * factor) == {first.low * factor, first.high * factor}
    assert tuple(-first) == (-first.high, -first.low)
    for result in (first + second, first - second, first * factor, -first, first.apply(math.floor)):
        assert result.low <= result.high
    assert first - first == Range.exactly(Fraction(0))


def test_as_the_pairs_that_they_were() -> None:
    low, high = Range(3, 5)
    assert (low, high) == (3, 5) == (Range(3, 5)[0], Range(3, 5)[1])
    assert Range(3, 5) == (3, 5)
    assert Range(3, 5) != Range(3, 4)
    assert Range(3, 5) != [3, 5]
    assert {Range(3, 5), (3, 5)} == {(3, 5)}
    assert len(Range(3, 5)) == 2
    assert Range.exactly(4).is_exact
    assert not Range(3, 5).is_exact

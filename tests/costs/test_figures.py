"""Dollars, numbers and prices in reports, and the savings of a filter in one sentence."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reported_estimates import PAID, records, reported_estimate

from pipefilter.costs.billing.bill import Bill, Line
from pipefilter.costs.estimation import Estimate
from pipefilter.costs.figures import dollars, dollars_range, number, number_range, plural, price_words
from pipefilter.costs.prices.price import Price, Prices
from pipefilter.costs.range import Range
from pipefilter.costs.report.facts import verdict
from pipefilter.costs.report.svg_axis import axis_to, count_mark, dollar_mark, percent_mark

PRICE = Price(
    "pipe-request", "eu-west-1", Decimal("0.40"), 10**6, "request of 64 KB", "2026-10-01", "our contract"
)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (None, "unknown"),
        (Fraction(0), "$0"),
        (Fraction("0.037"), "$0.037"),
        (Fraction("0.0374"), "$0.037"),
        (Fraction("0.04"), "$0.04"),
        (Fraction("0.0401"), "$0.040"),
        (Fraction("0.40"), "$0.40"),
        (Fraction("4.351"), "$4.35"),
        (Fraction("999.994"), "$999.99"),
        (Fraction("999.996"), "$1,000"),
        (Fraction(1234), "$1,234"),
        (Fraction(10) ** 20, "$100,000,000,000,000,000,000"),
        (Fraction("0.00001234"), "$0.000012"),
        (Fraction(1, 10**30), "under $0.000001"),
        (Fraction("-4.351"), "-$4.35"),
    ],
)
def test_dollars(amount: Fraction | None, expected: str) -> None:
    assert dollars(amount) == expected


@given(st.fractions(min_value=Fraction(1, 10**6), max_value=10**12))
def test_dollars_are_close(amount: Fraction) -> None:
    rounded = Fraction(dollars(amount).replace(",", "")[1:])
    assert abs(rounded - amount) <= amount / 20
    assert rounded


def test_numbers_and_ranges() -> None:
    assert number(1_234_567) == "1,234,567"
    assert number_range(Range(5, 5)) == "5"
    assert number_range(Range(1000, 2000)) == "1,000–2,000"
    assert dollars_range(None) == "unknown"
    assert dollars_range(Range(Fraction("0.4001"), Fraction("0.4002"))) == "$0.40"
    assert dollars_range(Range(Fraction("0.4"), Fraction(2))) == "$0.40–$2.00"
    assert plural("GB-second") == "GB-seconds"


def test_prices_have_all_their_digits() -> None:
    assert price_words(PRICE) == "$0.40 per 1,000,000 requests of 64 KB"
    second = replace(PRICE, dollars=Decimal("0.0000166667"), per=1, unit="GB-second")
    assert price_words(second) == "$0.0000166667 per GB-second"
    assert price_words(replace(PRICE, dollars=Decimal("1.5E-7"), per=1)) == "$0.00000015 per request of 64 KB"
    assert price_words(replace(PRICE, dollars=Decimal(1))) == "$1 per 1,000,000 requests of 64 KB"


@given(st.floats(min_value=1e-7, max_value=1e15), st.sampled_from([dollar_mark, count_mark]))
def test_marks_differ_and_cover_the_axis(most: float, words: object) -> None:
    axis = axis_to(most, dollar_mark if words is dollar_mark else count_mark)
    marks = axis.marks
    assert len({label for _, label in marks}) == len(marks)
    assert 2 <= len(marks) <= 7
    assert axis.end >= most * (1 - 1e-6)
    assert marks[0][0] == 0
    assert marks[-1][0] == 100


def test_marks() -> None:
    assert [label for _, label in axis_to(0.4, dollar_mark).marks] == ["$0", "$0.10", "$0.20", "$0.30", "$0.40"]
    assert [label for _, label in axis_to(70_000, dollar_mark).marks][-1] == "$80k"
    assert [label for _, label in axis_to(3, count_mark, whole=True).marks] == ["0", "1", "2", "3"]
    assert [label for _, label in axis_to(1, percent_mark).marks] == ["0%", "20%", "40%", "60%", "80%", "100%"]
    assert axis_to(0, count_mark).end == 1


def _bill(least: str | None, most: str | None = None) -> Bill:
    """A bill of the given sum."""
    if least is None:
        return Bill((Line("work", "pipe-request", Range(1, 1), "request", None),))
    counts = Range(int(Fraction(least) * 10**6), int(Fraction(most or least) * 10**6))
    return Bill((Line("work", "pipe-request", counts, "request", replace(PRICE, dollars=Decimal(1))),))


@pytest.fixture(scope="module")
def estimate() -> Estimate:
    return reported_estimate((PAID,), records(300))


@pytest.mark.parametrize(
    ("before", "after", "end"),
    [
        (_bill("0.40"), _bill("0.037"), "$0.037 a month instead of $0.40, saving $4.36 a year"),
        (_bill("5"), _bill("5"), "$5.00 a month with or without it; nothing is saved"),
        (_bill("2"), _bill("1", "2"), "$1.00–$2.00 a month instead of $2.00, saving up to $12.00 a year"),
        (_bill("2"), _bill("0.5", "1"), "$0.50–$1.00 a month instead of $2.00, saving $12.00–$18.00 a year"),
        (_bill("2"), _bill("1", "3"), "between $12.00 a year more and $12.00 a year less"),
        (_bill("2"), _bill("3"), "$3.00 a month instead of $2.00, costing $12.00 more a year"),
        (_bill("2"), _bill("2", "3"), "$2.00–$3.00 a month instead of $2.00, costing up to $12.00 more a year"),
        (_bill(None), _bill(None), "the saving is unknown, because not all prices are known"),
        (_bill("1"), _bill(None), "unknown a month instead of $1.00; the saving is unknown"),
    ],
)
def test_verdict(estimate: Estimate, before: Bill, after: Bill, end: str) -> None:
    sentence = verdict(replace(estimate.candidates[0], with_filter=after), before)
    assert sentence.startswith("keeps ")
    assert sentence.endswith(end)


def test_verdict_without_prices() -> None:
    estimate = reported_estimate((PAID,), records(300), prices=Prices())
    assert "unknown" in verdict(estimate.candidates[0], estimate.without_filter)
    assert "$" not in verdict(estimate.candidates[0], estimate.without_filter)

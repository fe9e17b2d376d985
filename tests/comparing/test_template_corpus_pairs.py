"""The patterns of the corpus of templates, compared: fewer than one answer in a hundred is not proven.

`pytest -q -s -m "" tests/comparing/test_template_corpus_pairs.py` prints the counts and the reasons, as a Markdown table.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

import pytest
from corpus_filters import (
    Pair,
    changes,
    corpus_filters,
    forms,
    pairs_of_all,
    pairs_of_source,
    pairs_of_template,
)
from thoroughness import NIGHTLY

from pipefilter.application.comparison import compare_filters
from pipefilter.application.filters import Filters
from pipefilter.application.pattern_comparison import PatternComparison

_MOST_NOT_PROVEN = 0.01


@cache
def filters() -> tuple[Filters, ...]:
    """All except filter policies of SNS."""
    return tuple(each for each in corpus_filters() if each.source != "sns")


@cache
def policies() -> tuple[Filters, ...]:
    """The filter policies of SNS: AWS does not document what some values match, and two scopes cannot be compared."""
    return tuple(each for each in corpus_filters() if each.source == "sns")


@dataclass(slots=True)
class Counts:
    """How many pairs have how many answers that are not proven.

    Args:
        open_pairs: pairs in which a template leaves a part of a pattern open.
        open_unknown: those of them whose relation depends on that part: a limit of what is known, not of the comparison.
        unknown: other pairs whose relation is not proven.
        answers: single answers that are not proven, of pairs without such a part.
    """

    name: str
    pairs: int = 0
    open_pairs: int = 0
    open_unknown: int = 0
    unknown: int = 0
    answers: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, pair: Pair) -> PatternComparison:
        """Compare a pair, and count it."""
        comparison = compare_filters(*pair)
        self.pairs += 1
        is_open = any(each.bounds is not None for each in pair)
        self.open_pairs += is_open
        depends_on_open_part = is_open and any(
            reason.startswith("the template does not specify ") for reason in comparison.reasons
        )
        is_unknown = comparison.relation == "unknown"
        if is_unknown and depends_on_open_part:
            self.open_unknown += 1
            return comparison
        self.unknown += is_unknown
        answers = (comparison.implies, comparison.is_implied, comparison.overlaps)
        self.answers += 0 if is_open else answers.count(None)
        if is_unknown or (None in answers and not is_open):
            assert comparison.reasons, pair
            self.reasons.update(comparison.reasons)
        return comparison

    def __str__(self) -> str:
        reasons = "; ".join(f"{reason} ({count})" for reason, count in self.reasons.most_common())
        return (
            f"| {self.name} | {self.pairs:,} | {self.open_pairs:,} | {self.open_unknown:,} | {self.unknown:,} "
            f"| {self.answers:,} | {reasons or 'none'} |"
        )


HEADER = """
| Pairs | Number | With an open part | Not proven for that | Not proven otherwise | Single answers | Reasons |
|---|---|---|---|---|---|---|"""


def counted(name: str, pairs: Iterable[Pair], check: Callable[[PatternComparison, Pair], None]) -> Counts:
    counts = Counts(name)
    for pair in pairs:
        check(counts.add(pair), pair)
    sys.stdout.write(f"{HEADER}\n{counts}\n")
    return counts


def assert_few_are_not_proven(counts: Counts) -> None:
    known = counts.pairs - counts.open_unknown
    assert counts.unknown <= _MOST_NOT_PROVEN * known, counts
    assert counts.answers <= _MOST_NOT_PROVEN * 3 * (counts.pairs - counts.open_pairs), counts


def check_nothing(comparison: PatternComparison, pair: Pair) -> None:
    """Any relation may be right."""


def check_equal(comparison: PatternComparison, pair: Pair) -> None:
    assert comparison.relation in {"equal", "unknown"}, (comparison, pair)


def test_most_patterns_are_read() -> None:
    assert len(filters()) > 170
    assert sum(each.bounds is not None for each in filters()) < len(filters()) / 4


@pytest.mark.slow
def test_with_themselves() -> None:
    counts = counted("with itself", ((each, each) for each in filters()), check_equal)
    assert counts.unknown == counts.open_unknown == 0


@pytest.mark.slow
def test_with_other_forms() -> None:
    pairs = ((each, form) for each in filters() for form in forms(each))
    counts = counted("with other forms", pairs, check_equal)
    assert counts.pairs > 400
    assert_few_are_not_proven(counts)


@pytest.mark.slow
@pytest.mark.parametrize("is_narrower", [True, False], ids=["narrower", "wider"])
def test_with_changes(is_narrower: bool) -> None:
    """Each change has its direction."""

    def check(comparison: PatternComparison, pair: Pair) -> None:
        holds = comparison.is_implied if is_narrower else comparison.implies
        assert holds is not False, (comparison, pair)

    pairs = (
        (each, changed) for each in filters() for changed, is_less in changes(each) if is_less is is_narrower
    )
    counts = counted(f"with {'narrower' if is_narrower else 'wider'} changes", pairs, check)
    assert counts.pairs > 100
    assert_few_are_not_proven(counts)


@pytest.mark.slow
def test_policies() -> None:
    """A policy equals its other forms, and each change has its direction."""
    pairs_of_forms = ((each, form) for each in policies() for form in forms(each))
    counts = counted("policies with other forms", pairs_of_forms, check_equal)
    assert counts.pairs > 50
    assert counts.unknown == counts.answers == 0
    for is_narrower in (True, False):

        def check(comparison: PatternComparison, pair: Pair, *, is_less: bool = is_narrower) -> None:
            holds = comparison.is_implied if is_less else comparison.implies
            assert holds is not False, (comparison, pair)

        pairs = (
            (each, changed)
            for each in policies()
            for changed, is_less in changes(each)
            if is_less is is_narrower
        )
        assert counted("policies with changes", pairs, check).pairs > 5


@pytest.mark.slow
def test_in_one_template() -> None:
    counts = counted("in one template", pairs_of_template(filters()), check_nothing)
    assert counts.pairs > 150
    assert_few_are_not_proven(counts)


@NIGHTLY
def test_of_one_source() -> None:
    counts = counted("of one source", pairs_of_source(filters()), check_nothing)
    assert counts.pairs > 6_000
    assert_few_are_not_proven(counts)


@pytest.mark.slow
@pytest.mark.parametrize("count", [300, pytest.param(3_000, marks=NIGHTLY)])
def test_of_any_templates(count: int) -> None:
    counts = counted("of any templates", pairs_of_all(filters(), count), check_nothing)
    assert_few_are_not_proven(counts)

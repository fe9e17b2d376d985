"""Fits the factors of a condition into patterns within a service's limits: the longest is widened, then left to check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipefilter.builder.budget import MIN_SHARE, Budget, OutOfSteps
from pipefilter.builder.conditions.condition import Condition
from pipefilter.builder.narrowing.alternatives import ABSENT, PRESENT, unite
from pipefilter.builder.narrowing.normal_form import Factor
from pipefilter.builder.narrowing.pattern_choice import fitting_patterns
from pipefilter.builder.narrowing.pattern_size import PatternSizes
from pipefilter.builder.narrowing.remaining_factors import RemainingFactors
from pipefilter.builder.narrowing.simplification import simplify
from pipefilter.builder.narrowing.term import Term
from pipefilter.services.service import Service

__all__ = ["fit_factors", "fit_or_widen"]

_SHARES = 2
"""The number of shares into which the remaining steps are divided; an attempt to write all factors gets one share."""


def fit_factors(factors: Sequence[Factor], service: Service, budget: Budget) -> list[str] | None:
    """The texts of the patterns; None if they are beyond the service's limits.

    Raises:
        OutOfSteps: it is too much work.
    """
    sizes = PatternSizes()
    remaining = RemainingFactors(service, sizes)
    for factor in factors:
        remaining.add(factor, budget)
    if not remaining.can_fit():
        return None
    return fitting_patterns([factor.terms for factor in remaining], service, sizes, budget)


def fit_or_widen(
    factors: Sequence[Factor], service: Service, budget: Budget
) -> tuple[list[str], list[Condition]] | None:
    """The texts of the patterns and the conditions left to check; None if no factor fits, however wide.

    Args:
        budget: of steps; where it ends, more is left to check.
    """
    widening = _Widening(service, budget)
    for factor in factors:
        widening.add(factor)
    texts = widening.texts()
    if texts is None:
        return None
    conditions = (condition for factor in factors for condition in factor.conditions)
    order = {id(condition): number for number, condition in enumerate(conditions)}
    left = [condition for factor in factors for condition in factor.left]
    known = set(left)
    for condition in widening.dropped:
        if condition not in known:
            known.add(condition)
            left.append(condition)
    return texts, sorted(left, key=lambda condition: order.get(id(condition), 0))


class _Widening:
    """Factors that are widened until they fit."""

    def __init__(self, service: Service, budget: Budget) -> None:
        self._service = service
        self._budget = budget
        self._sizes = PatternSizes()
        self._remaining = RemainingFactors(service, self._sizes)
        self.dropped: list[Condition] = []

    def add(self, factor: Factor) -> bool:
        """Add a factor; one that is too large to be measured is left to check."""
        try:
            self._remaining.add(factor, self._budget)
        except OutOfSteps:
            self.dropped += factor.conditions
            return False
        return True

    def texts(self) -> list[str] | None:
        """The patterns of all that fits; None if nothing does."""
        while True:
            texts = self._fitting() if self._remaining.can_fit() else None
            if texts is not None:
                return texts
            if not self._remaining:
                return None
            if self._budget.left <= 0:
                self._drop_half()
            elif not self._widen_longest() and not self._remaining:
                return None

    def _fitting(self) -> list[str] | None:
        dnfs = [factor.terms for factor in self._remaining]
        try:
            if self._budget.left <= 0:
                return fitting_patterns(dnfs, self._service, self._sizes, Budget(MIN_SHARE))
            with self._budget.share(_SHARES) as steps:
                return fitting_patterns(dnfs, self._service, self._sizes, steps)
        except OutOfSteps:
            return None

    def _widen_longest(self) -> bool:
        longest = self._remaining.remove_longest()
        self.dropped += longest.conditions
        try:
            wider = _widen(longest.terms, self._sizes, self._budget)
        except OutOfSteps:
            return False
        return bool(wider) and self.add(replace(longest, terms=wider))

    def _drop_half(self) -> None:
        for _ in range((len(self._remaining) + 1) // 2):
            self.dropped += self._remaining.remove_longest().conditions


def _widen(terms: Sequence[Term], sizes: PatternSizes, budget: Budget) -> tuple[Term, ...]:
    """The terms with presence alone for the field with the longest alternatives; none if that leaves no condition."""
    lengths: Counter[str] = Counter()
    for term in terms:
        budget.spend(1)
        for path, (_, alternatives) in term.fields.items():
            if alternatives not in ((PRESENT,), (ABSENT,)):
                lengths[path] += sizes.operands(alternatives, budget)
    if not lengths:
        return ()
    path = lengths.most_common(1)[0][0]
    widened = []
    for term in terms:
        fields = dict(term.fields)
        if path in fields:
            field, alternatives = fields[path]
            more = () if alternatives == (ABSENT,) else (PRESENT,)
            fields[path] = field, unite(alternatives, more, budget)
        widened.append(Term.of(*fields.values(), exact=False))
    wider = simplify(widened, budget)
    return tuple(wider) if all(term.fields for term in wider) else ()

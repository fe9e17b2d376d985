"""Parts of a condition as patterns that fit: where they do not, the longest is widened, and then left to check."""

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
from pipefilter.builder.narrowing.simplification import simplified
from pipefilter.builder.narrowing.term import Term
from pipefilter.services.service import Service

__all__ = ["fit_factors", "fit_or_widen"]

_SHARES = 2
"""A try to write them all takes one of so many shares of the steps that are left."""


def fit_factors(parts: Sequence[Factor], service: Service, budget: Budget) -> list[str] | None:
    """The texts of the patterns; None if the service does not take so much.

    Args:
        parts: of the condition.
        service: where the patterns run.
        budget: of steps.

    Raises:
        OutOfSteps: it is too much work.
    """
    sizes = PatternSizes()
    remaining = RemainingFactors(service, sizes)
    for part in parts:
        remaining.add(part, budget)
    return (
        fitting_patterns([part.terms for part in remaining], service, sizes, budget)
        if remaining.can_fit()
        else None
    )


def fit_or_widen(
    parts: Sequence[Factor], service: Service, budget: Budget
) -> tuple[list[str], list[Condition]] | None:
    """The texts of the patterns and what is left to check; None if no part fits, however wide.

    Args:
        parts: of the condition.
        service: where the patterns run.
        budget: of steps; where it ends, more is left to check.
    """
    widening = _Widening(service, budget)
    for part in parts:
        widening.add(part)
    texts = widening.texts()
    if texts is None:
        return None
    order = {id(one): number for number, one in enumerate(one for part in parts for one in part.conditions)}
    left = [condition for part in parts for condition in part.left]
    known = set(left)
    for condition in widening.dropped:
        if condition not in known:
            known.add(condition)
            left.append(condition)
    return texts, sorted(left, key=lambda one: order.get(id(one), 0))


class _Widening:
    """Parts that are made wider until they fit."""

    def __init__(self, service: Service, budget: Budget) -> None:
        self._service = service
        self._budget = budget
        self._sizes = PatternSizes()
        self._remaining = RemainingFactors(service, self._sizes)
        self.dropped: list[Condition] = []

    def add(self, part: Factor) -> bool:
        """Put a part to the others; one that is too large to be measured is left to check."""
        try:
            self._remaining.add(part, self._budget)
        except OutOfSteps:
            self.dropped += part.conditions
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
        parts = [part.terms for part in self._remaining]
        try:
            if self._budget.left <= 0:
                return fitting_patterns(parts, self._service, self._sizes, Budget(MIN_SHARE))
            with self._budget.share(_SHARES) as steps:
                return fitting_patterns(parts, self._service, self._sizes, steps)
        except OutOfSteps:
            return None

    def _widen_longest(self) -> bool:
        longest = self._remaining.take_longest()
        self.dropped += longest.conditions
        try:
            wider = _wider(longest.terms, self._sizes, self._budget)
        except OutOfSteps:
            return False
        return bool(wider) and self.add(replace(longest, terms=wider))

    def _drop_half(self) -> None:
        for _ in range((len(self._remaining) + 1) // 2):
            self.dropped += self._remaining.take_longest().conditions


def _wider(terms: Sequence[Term], sizes: PatternSizes, budget: Budget) -> tuple[Term, ...]:
    """The same with the field that takes most text asked for its presence alone; none if nothing is left to ask."""
    lengths: Counter[str] = Counter()
    for term in terms:
        budget.spend(1)
        for path, (_, given) in term.fields.items():
            if given not in ((PRESENT,), (ABSENT,)):
                lengths[path] += sizes.operands(given, budget)
    if not lengths:
        return ()
    path = lengths.most_common(1)[0][0]
    widened = []
    for term in terms:
        fields = dict(term.fields)
        if path in fields:
            field, given = fields[path]
            fields[path] = field, unite(given, () if given == (ABSENT,) else (PRESENT,), budget)
        widened.append(Term.of(*fields.values(), exact=False))
    wider = simplified(widened, budget)
    return tuple(wider) if all(term.fields for term in wider) else ()

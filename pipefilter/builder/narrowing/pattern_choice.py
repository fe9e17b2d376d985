"""Chooses how factors are written: as one pattern if it is within the service's limits, or else as several patterns."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import TypeAlias

from pipefilter.builder.budget import Budget
from pipefilter.builder.narrowing.normal_form import MAX_TERMS
from pipefilter.builder.narrowing.pattern_size import PatternSizes
from pipefilter.builder.narrowing.pattern_text import has_places, pattern_text
from pipefilter.builder.narrowing.product import product
from pipefilter.builder.narrowing.term import Term
from pipefilter.errors import InvalidEventPattern
from pipefilter.json_text.place import utf16_length
from pipefilter.json_text.writer import written
from pipefilter.language.dynamodb_record import EVENT_NAMES
from pipefilter.language.parse import parse
from pipefilter.services.service import Service

__all__ = ["EVERYTHING", "MAX_FIELDS", "MAX_FILTERS", "fitting_patterns"]

EVERYTHING = written((("eventName", [*EVENT_NAMES]),), compact=True)
"""A pattern that matches each record of a stream."""
MAX_FIELDS = 200
"""In one pattern; AWS's engine builds 256 at once."""
MAX_FILTERS = 5
"""Filters that each service with several filters accepts; Lambda accepts more only if AWS has raised the quota."""
_STEPS_A_FIELD = 4  # to write it

_Terms: TypeAlias = Sequence[Term]


def fitting_patterns(
    factors: Sequence[_Terms], service: Service, sizes: PatternSizes, budget: Budget
) -> list[str] | None:
    """One pattern if it fits, else several; names are joined by dots only where nothing fits otherwise.

    Args:
        factors: the terms of each, of which one must match; factors have no fields in common.

    Returns:
        The patterns' texts; None if nothing fits.

    Raises:
        OutOfSteps: it is too much work.
    """
    factors = _in_two_places(factors, budget)
    texts = _texts([factors], service, sizes, budget)
    if texts is not None or service.combination != "any":
        return texts
    largest = max(factors, key=len, default=())
    longest = max(factors, key=lambda terms: sizes.weight(terms, budget), default=())
    for count in range(2, MAX_FILTERS + 1):
        for whole, terms in ((largest, largest), (longest, _in_shares(longest, count))):
            rest = [factor for factor in factors if factor is not whole]
            groups = [terms[start::count] for start in range(count)]
            if not all(groups):
                continue
            texts = _texts([[*rest, group] for group in groups], service, sizes, budget)
            if texts is not None:
                return texts
    return None


def _in_shares(terms: _Terms, count: int) -> tuple[Term, ...]:
    """Each term as several, among which the longest list of alternatives is split; none if a list is too short."""
    shares = []
    for term in terms:
        path = max(term.fields, key=lambda name: len(term.fields[name][1]), default=None)
        if path is None or len(term.fields[path][1]) < count:
            return ()
        field, alternatives = term.fields[path]
        shares += [
            Term({**term.fields, path: (field, alternatives[start::count])}, term.exact)
            for start in range(count)
        ]
    return tuple(shares)


def _in_two_places(factors: Sequence[_Terms], budget: Budget) -> Sequence[_Terms]:
    """Factors of which no more have several terms than there are places for `$or`: others are multiplied, the smallest first."""
    while len(several := sorted((factor for factor in factors if len(factor) > 1), key=len)) > 1:
        budget.spend(sum(len(term.fields) for terms in several for term in terms))
        if has_places(several):
            break
        result = product(several[0], several[1], MAX_TERMS, budget)
        if result is None:
            break
        factors = [
            *(factor for factor in factors if not any(factor is each for each in several[:2])),
            tuple(result[0]),
        ]
    return factors


def _texts(
    patterns: Sequence[Sequence[_Terms]], service: Service, sizes: PatternSizes, budget: Budget
) -> list[str] | None:
    """The texts of several patterns, without dots if they fit so, else with dots; None if one of them does not fit."""
    limit = service.pattern_length.maximum
    for factors in patterns:
        fields = sum(max((len(term.fields) for term in terms), default=0) for terms in factors)
        if (
            prod(map(len, factors)) > MAX_TERMS
            or fields > MAX_FIELDS
            or sizes.shortest_text(factors, budget) > limit
        ):
            return None
    for dotted in (False, True):
        texts: list[str] = []
        for factors in patterns:
            budget.spend(_STEPS_A_FIELD * sum(1 + len(term.fields) for terms in factors for term in terms))
            text = _text_of(factors, dotted=dotted)
            if text is None or not _fits(text, limit, budget):
                break
            texts.append(text)
        if len(texts) == len(patterns):
            return texts
    return None


def _text_of(factors: Sequence[_Terms], *, dotted: bool) -> str | None:
    """The text of a pattern; if it would exclude nothing, one that matches each record of a stream."""
    if not any(term.fields for terms in factors for term in terms):
        return EVERYTHING
    return pattern_text(factors, dotted=dotted)


def _fits(text: str, limit: int, budget: Budget) -> bool:
    if utf16_length(text) > limit:
        return False
    budget.spend(len(text))
    try:
        parse(text)
    except InvalidEventPattern:  # wildcards may be too complex together
        return False
    return True

"""Parts as one pattern that a service takes, or as several of which any has to match."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from pipefilter.builder.budget import Budget
from pipefilter.builder.narrowing.normal_form import MAX_WAYS
from pipefilter.builder.narrowing.pattern_size import PatternSizes
from pipefilter.builder.narrowing.pattern_text import has_places, pattern_texts
from pipefilter.builder.narrowing.product import product
from pipefilter.builder.narrowing.term import Disjunct
from pipefilter.errors import InvalidEventPattern
from pipefilter.json_text.place import utf16_length
from pipefilter.language.parse import parse
from pipefilter.services.service import Service

__all__ = ["EVERYTHING", "MAX_FIELDS", "MAX_FILTERS", "fitting_texts"]

EVERYTHING = '{"eventName":["INSERT","MODIFY","REMOVE"]}'
"""A pattern that takes each record of a stream."""
MAX_FIELDS = 200
"""In one pattern; AWS's engine builds 256 at once."""
MAX_FILTERS = 5
"""Filters that each service takes which takes several: Lambda takes more only if AWS has raised the quota."""
_STEPS_A_FIELD = 4  # to write it

Ways = Sequence[Disjunct]


def fitting_texts(
    parts: Sequence[Ways], service: Service, sizes: PatternSizes, budget: Budget
) -> list[str] | None:
    """One pattern if it fits, else several; names joined by dots only where it does not fit otherwise.

    Args:
        parts: each with the ways of which one must be right, without fields in common.
        service: that is to take the patterns.
        sizes: of what was measured before.
        budget: of steps.

    Returns:
        The patterns' texts; None if nothing fits.

    Raises:
        OutOfSteps: it is too much work.
    """
    parts = _in_two_places(parts, budget)
    texts = _texts([parts], service, sizes, budget)
    if texts is not None or service.combination != "any":
        return texts
    most = max(parts, key=len, default=())
    longest = max(parts, key=lambda ways: sizes.weight(ways, budget), default=())
    for count in range(2, MAX_FILTERS + 1):
        for whole, ways in ((most, most), (longest, _in_shares(longest, count))):
            rest = [part for part in parts if part is not whole]
            groups = [ways[start::count] for start in range(count)]
            if not all(groups):
                continue
            texts = _texts([[*rest, group] for group in groups], service, sizes, budget)
            if texts is not None:
                return texts
    return None


def _in_shares(ways: Ways, count: int) -> tuple[Disjunct, ...]:
    """Each way as so many, among which the longest list of alternatives is shared out: one of them is enough."""
    shares = []
    for way in ways:
        path = max(way.fields, key=lambda one: len(way.fields[one][1]), default=None)
        if path is None or len(way.fields[path][1]) < count:
            return ()
        field, given = way.fields[path]
        shares += [
            Disjunct({**way.fields, path: (field, given[start::count])}, way.exact) for start in range(count)
        ]
    return tuple(shares)


def _in_two_places(parts: Sequence[Ways], budget: Budget) -> Sequence[Ways]:
    """As many parts with several ways as there are places for `$or`: others are joined, the smallest first."""
    while len(several := sorted((part for part in parts if len(part) > 1), key=len)) > 1:
        budget.spend(sum(len(way.fields) for ways in several for way in ways))
        if has_places(several):
            break
        joined = product(several[0], several[1], MAX_WAYS, budget)
        if joined is None:
            break
        parts = [
            *(part for part in parts if not any(part is one for one in several[:2])),
            tuple(joined[0]),
        ]
    return parts


def _texts(
    patterns: Sequence[Sequence[Ways]], service: Service, sizes: PatternSizes, budget: Budget
) -> list[str] | None:
    """The patterns, without dots or with them; None if one of them does not fit."""
    limit = service.pattern_length.maximum
    for parts in patterns:
        fields = sum(max((len(way.fields) for way in ways), default=0) for ways in parts)
        if prod(map(len, parts)) > MAX_WAYS or fields > MAX_FIELDS or sizes.least_text(parts, budget) > limit:
            return None
    for dotted in (False, True):
        texts: list[str] = []
        for parts in patterns:
            budget.spend(_STEPS_A_FIELD * sum(1 + len(way.fields) for ways in parts for way in ways))
            text = _text_of(parts, dotted=dotted)
            if text is None or not _fits(text, limit, budget):
                break
            texts.append(text)
        if len(texts) == len(patterns):
            return texts
    return None


def _text_of(parts: Sequence[Ways], *, dotted: bool) -> str | None:
    """The pattern; if it would exclude nothing, one that takes each event of a stream."""
    if not any(way.fields for ways in parts for way in ways):
        return EVERYTHING
    return pattern_texts(parts, dotted=dotted)


def _fits(text: str, limit: int, budget: Budget) -> bool:
    if utf16_length(text) > limit:
        return False
    budget.spend(len(text))
    try:
        parse(text)
    except InvalidEventPattern:  # wildcards may be too complex together
        return False
    return True

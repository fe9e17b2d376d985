"""The filters of the corpus of templates, and pairs of them to compare."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TypeAlias

from pattern_changes import CHANGES, FORMS, Change
from repository import TEST_CASES

import pipefilter
from pipefilter import EventPattern, TemplateGap
from pipefilter.application.filters import Filters
from pipefilter.language.filter_criteria import FilterCriteria

__all__ = ["Pair", "changes", "corpus_filters", "forms", "pairs_of_all", "pairs_of_source", "pairs_of_template"]

Pair: TypeAlias = tuple[Filters, Filters]

_TEMPLATES = TEST_CASES / "templates"
_TRIES = 10
"""For each kind of change, which is made at a random place."""


def corpus_filters() -> list[Filters]:
    """The filters of each resource; each filter of its own if a condition decides which ones there are.

    Resources of which the template does not specify any pattern are not among them.
    """
    filters: list[Filters] = []
    for line in (_TEMPLATES / "corpus.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        for resource in case["found"]:
            name = f"{_TEMPLATES / 'corpus' / case['file']}#{resource['name']}"
            try:
                filters.append(pipefilter.load(name))
            except TemplateGap:
                for number in range(1, len(resource["filters"]) + 1):
                    try:
                        filters.append(pipefilter.load(f"{name}/{number}"))
                    except TemplateGap:
                        continue
    return filters


def forms(filters: Filters) -> Iterator[Filters]:
    """Other forms with the same meaning; none if the template leaves a part open."""
    yield from _changed(filters, FORMS)


def changes(filters: Filters) -> Iterator[tuple[Filters, bool]]:
    """The filters with one pattern changed, and whether they match less then; none if the template leaves a part open."""
    for change, is_narrower in CHANGES.items():
        for changed in _changed(filters, (change,)):
            yield changed, is_narrower


def _changed(filters: Filters, kinds: tuple[Change, ...]) -> Iterator[Filters]:
    if filters.bounds is not None:
        return
    each = filters.criteria.filters
    for kind in kinds:
        for number, filter_ in enumerate(each):
            known: set[EventPattern] = {filter_.pattern}
            for seed in range(_TRIES):
                pattern = kind(filter_.pattern, random.Random(seed))
                if pattern is None or pattern in known:
                    continue
                known.add(pattern)
                others = (*each[:number], replace(filter_, pattern=pattern), *each[number + 1 :])
                criteria = FilterCriteria(others, is_bare_pattern=filters.criteria.is_bare_pattern)
                yield replace(filters, criteria=criteria)


def pairs_of_template(filters: Sequence[Filters]) -> Iterator[Pair]:
    """All pairs of filters in one file."""
    return (pair for pair in combinations(filters, 2) if _file(pair[0]) == _file(pair[1]))


def pairs_of_source(filters: Sequence[Filters]) -> Iterator[Pair]:
    """All pairs of filters for records of the same source, at the same service."""
    return (
        pair
        for pair in combinations(filters, 2)
        if pair[0].source == pair[1].source and pair[0].service == pair[1].service and pair[0].source
    )


def pairs_of_all(filters: Sequence[Filters], count: int) -> list[Pair]:
    """Some pairs of any filters."""
    return random.Random(1).sample(list(combinations(filters, 2)), count)


def _file(filters: Filters) -> str:
    return filters.name.partition("#")[0]

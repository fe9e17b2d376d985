"""Everything that the checks find in filter criteria: in each pattern, and in how they go together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipefilter.analysis.checks import advice_on
from pipefilter.analysis.criteria.covered_filter import covered_filter
from pipefilter.analysis.criteria.filter_count import filter_count
from pipefilter.analysis.criteria.filters_of_scope import filters_of_scope
from pipefilter.analysis.criteria.filters_together import filters_together
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import Problem
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services.service import Service
from pipefilter.sources.source import Source

__all__ = ["CHECKS_OF_CRITERIA", "Finding", "findings"]

CHECKS_OF_CRITERIA: tuple[Callable[[FilterCriteria, Service], Iterator[Problem]], ...] = (
    filter_count,
    filters_together,
    filters_of_scope,
    covered_filter,
)
"""Every check of several filters with the service in which they run."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check has found.

    Args:
        number: of the filter, from 1: the places are then those in the filter's own pattern; 0 for the criteria as a
            whole, or a lone pattern: then they are those in the text.
        problem: what was found.
    """

    number: int
    problem: Problem


def findings(
    criteria: FilterCriteria,
    *,
    service: Service | None = None,
    source: Source | None = None,
    emulators: bool = False,
) -> list[Finding]:
    """What the author probably did not mean: of the criteria as a whole, then filter by filter.

    Args:
        criteria: parsed, so that places are known.
        service: where they run, if that is known.
        source: what they see records of, if that is known.
        emulators: whether to tell also what emulators would judge otherwise.
    """
    found = []
    if service is not None and not criteria.is_bare_pattern:
        found = [Finding(0, problem) for check in CHECKS_OF_CRITERIA for problem in check(criteria, service)]
    for one in criteria.filters:
        subject = Subject(one.pattern, service, source, one.scope, one.is_text)
        pieces = advice_on(subject, emulators=emulators)
        found += [Finding(0 if criteria.is_bare_pattern else one.number, problem) for problem in pieces]
    return found

"""Runs all checks on filter criteria: on each pattern, and on the filters together."""

from __future__ import annotations

from pipefilter.analysis.checks import subject_problems
from pipefilter.analysis.reading.record_shape import record_shape
from pipefilter.analysis.reading.stream_of_table import StreamOfTable
from pipefilter.analysis.reading.subject import Subject
from pipefilter.dataclass import dataclass
from pipefilter.errors import Problem
from pipefilter.events.schema.event_schema import EventSchema
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services.service import Service
from pipefilter.sources.source import Source

__all__ = ["FilterProblem", "filter_problems"]

_NO_EFFECT, _UNDONE = "PF445", "PF467"
"""Where filters undo what others exclude, that one of them has no effect follows from it."""


@dataclass(frozen=True, slots=True)
class FilterProblem:
    """A problem, and the number of its filter.

    Args:
        number: the filter's number, from 1, if places are in the filter's own pattern; 0 for the criteria as a whole
            and for a bare pattern, if places are in the whole text.
    """

    number: int
    problem: Problem


def filter_problems(  # noqa: PLR0913 - what is known about where they run
    criteria: FilterCriteria,
    *,
    service: Service | None = None,
    source: Source | None = None,
    table: StreamOfTable | None = None,
    emulators: bool = False,
    schemas: tuple[EventSchema, ...] = (),
) -> list[FilterProblem]:
    """The likely mistakes in parsed filter criteria: first in the list as a whole, then filter by filter.

    Args:
        table: what is known about the table whose stream they filter.
    """
    problems = []
    if service is not None and not criteria.is_bare_pattern:
        from pipefilter.analysis.criteria_checks import CHECKS_OF_CRITERIA

        record = record_shape(service, source)
        problems = [
            FilterProblem(0, problem)
            for check in CHECKS_OF_CRITERIA
            for problem in check(criteria, service, record)
        ]
        if any(each.problem.code == _UNDONE for each in problems):
            problems = [each for each in problems if each.problem.code != _NO_EFFECT]
    for each in criteria.filters:
        subject = Subject(each.pattern, service, source, each.scope, each.is_text, table, schemas)
        number = 0 if criteria.is_bare_pattern else each.number
        problems += [
            FilterProblem(number, problem) for problem in subject_problems(subject, emulators=emulators)
        ]
    return problems

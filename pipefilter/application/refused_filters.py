"""Detects filters that a service is documented to reject although AWS's engine accepts them."""

from __future__ import annotations

from pipefilter.analysis.checks import CHECKS_OF_REFUSALS
from pipefilter.analysis.filter_problems import FilterProblem, filter_problems
from pipefilter.analysis.placement.disputed_operator import DISPUTED, disputed_operator
from pipefilter.analysis.placement.operator_of_service import NOT_SUPPORTED
from pipefilter.analysis.placement.root_of_record import WRONG_ROOT
from pipefilter.analysis.placement.wildcard_on_v2 import wildcard_on_v2
from pipefilter.analysis.reading.subject import Subject
from pipefilter.application.policy_service import service_of_scope
from pipefilter.dataclass import dataclass
from pipefilter.filtering.placement import Placement
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services import service_named
from pipefilter.services.service_answer import in_words_of

__all__ = [
    "ServiceFindings",
    "operator_doubts",
    "service_findings",
    "service_refusals",
]

_REMARKED = frozenset(kind.code for kind in (NOT_SUPPORTED, WRONG_ROOT, DISPUTED))


@dataclass(frozen=True, slots=True)
class ServiceFindings:
    """The findings about filters in the service that runs them.

    Args:
        refused: rejections that AWS documents, in its own words.
        remarks: other errors and unsupported operators, if nothing is refused: AWS may decide otherwise than we expect.
    """

    refused: tuple[FilterProblem, ...]
    remarks: tuple[FilterProblem, ...]


def service_findings(criteria: FilterCriteria, placement: Placement) -> ServiceFindings:
    """Detect which parts of the filters their service rejects or does not support."""
    if refused := service_refusals(criteria, placement):
        return ServiceFindings(refused, ())
    everything = filter_problems(criteria, service=placement.service, source=placement.source)
    remarks = (
        each for each in everything if each.problem.severity == "error" or each.problem.code in _REMARKED
    )
    return ServiceFindings((), tuple(remarks))


def operator_doubts(criteria: FilterCriteria, service: str) -> tuple[FilterProblem, ...]:
    """Detect operators of which it is not certain that the service accepts them.

    Args:
        service: its name; "" if only the scope of a filter policy may show it.
    """
    known = service_named(service) if service else service_of_scope(criteria)
    return tuple(
        FilterProblem(0 if criteria.is_bare_pattern else each.number, problem)
        for each in criteria.filters
        for problem in disputed_operator(Subject(each.pattern, known, None, each.scope))
    )


def service_refusals(criteria: FilterCriteria, placement: Placement) -> tuple[FilterProblem, ...]:
    """Detect which filters the service is documented to reject, in AWS's words."""
    return tuple(
        FilterProblem(0 if criteria.is_bare_pattern else each.number, in_words_of(placement.service, problem))
        for each in criteria.filters
        for check in (wildcard_on_v2, *CHECKS_OF_REFUSALS)
        for problem in check(Subject(each.pattern, placement.service, placement.source, each.scope))
        if problem.aws_message
    )

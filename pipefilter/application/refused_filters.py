"""Detects filters that a service is documented to reject although AWS's engine accepts them."""

from __future__ import annotations

from pipefilter.analysis.checks import CHECKS_OF_REFUSALS
from pipefilter.analysis.filter_problems import FilterProblem, filter_problems
from pipefilter.analysis.placement.operator_of_service import NOT_SUPPORTED
from pipefilter.analysis.placement.root_of_record import WRONG_ROOT
from pipefilter.analysis.placement.wildcard_on_v2 import wildcard_on_v2
from pipefilter.analysis.reading.subject import Subject
from pipefilter.dataclass import dataclass
from pipefilter.filtering.placement import Placement
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services.service_answer import in_words_of

__all__ = ["ServiceFindings", "service_findings", "service_refusals"]


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
        each
        for each in everything
        if each.problem.severity == "error" or each.problem.code in (NOT_SUPPORTED.code, WRONG_ROOT.code)
    )
    return ServiceFindings((), tuple(remarks))


def service_refusals(criteria: FilterCriteria, placement: Placement) -> tuple[FilterProblem, ...]:
    """Detect which filters the service is documented to reject, in AWS's words."""
    return tuple(
        FilterProblem(0 if criteria.is_bare_pattern else each.number, in_words_of(placement.service, problem))
        for each in criteria.filters
        for check in (wildcard_on_v2, *CHECKS_OF_REFUSALS)
        for problem in check(Subject(each.pattern, placement.service, placement.source, each.scope))
        if problem.aws_message
    )

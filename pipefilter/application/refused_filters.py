"""Filters that a service refuses though AWS's own engine reads them, by what AWS documents."""

from __future__ import annotations

from dataclasses import dataclass

from pipefilter.analysis.findings import Finding, findings
from pipefilter.analysis.placement.operator_of_service import NOT_SUPPORTED
from pipefilter.analysis.placement.root_of_record import WRONG_ROOT
from pipefilter.analysis.placement.wildcard_on_v2 import wildcard_on_v2
from pipefilter.analysis.reading.subject import Subject
from pipefilter.filtering.placement import Placement
from pipefilter.language.filter_criteria import FilterCriteria

__all__ = ["ServiceFindings", "service_findings", "service_refusals"]


@dataclass(frozen=True, slots=True)
class ServiceFindings:
    """What a service does not take of filters.

    Args:
        refused: what AWS documents to be refused, in its own words.
        remarks: what else is an error or not supported there, if nothing is refused: AWS may decide otherwise than we
            expect.
    """

    refused: tuple[Finding, ...]
    remarks: tuple[Finding, ...]


def service_findings(criteria: FilterCriteria, placement: Placement) -> ServiceFindings:
    """Detect what the service in which filters run does not take of them.

    Args:
        criteria: the filters.
        placement: where they run.
    """
    if refused := service_refusals(criteria, placement):
        return ServiceFindings(refused, ())
    everything = findings(criteria, service=placement.service, source=placement.source)
    remarks = (
        each
        for each in everything
        if each.problem.severity == "error" or each.problem.code in (NOT_SUPPORTED.code, WRONG_ROOT.code)
    )
    return ServiceFindings((), tuple(remarks))


def service_refusals(criteria: FilterCriteria, placement: Placement) -> tuple[Finding, ...]:
    """Detect what AWS documents that the service refuses, in its own words.

    Args:
        criteria: the filters.
        placement: where they run.
    """
    return tuple(
        Finding(0 if criteria.is_bare_pattern else each.number, problem)
        for each in criteria.filters
        for problem in wildcard_on_v2(Subject(each.pattern, placement.service, placement.source, each.scope))
    )

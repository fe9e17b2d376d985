"""Reports which parts of filters a service rejects or ignores, before anything is evaluated."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from pipefilter.application.unread_content import unread_content
from pipefilter.cli.inputs.invalid_filters import report_problems
from pipefilter.cli.terminal.output import remark
from pipefilter.language.filter_criteria import FilterCriteria

if TYPE_CHECKING:
    from pipefilter.analysis.filter_problems import FilterProblem
    from pipefilter.application.refused_filters import ServiceFindings

__all__ = ["report_remarks", "report_service_findings", "report_unread_content"]


def report_service_findings(findings: ServiceFindings, pattern: str, *, as_json: bool) -> None:
    """Print what the service rejects, in AWS's own words, and what it ignores, one line each on standard error."""
    for number, refused in groupby(findings.refused, key=lambda finding: finding.number):
        problems = [finding.problem for finding in refused]
        report_problems(problems, number, pattern, as_json=as_json)
    report_remarks(findings.remarks, pattern)


def report_unread_content(criteria: FilterCriteria, pattern: str) -> None:
    """Print a line on standard error if content after the end of a pattern, such as a second pattern, is ignored."""
    report_remarks(unread_content(criteria), pattern)


def report_remarks(findings: Iterable[FilterProblem], pattern: str) -> None:
    """Print findings, one line each on standard error; the filters are still evaluated."""
    for finding in findings:
        filter_ = f" (filter {finding.number})" if finding.number else ""
        remark(f"{pattern}{filter_}: {finding.problem.code}  {finding.problem.message}")

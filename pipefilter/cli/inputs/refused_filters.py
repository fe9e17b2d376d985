"""The report of filters that a service does not take, before anything is evaluated with them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from pipefilter.application.unread_content import unread_content
from pipefilter.cli.inputs.invalid_filters import report_problems
from pipefilter.cli.inputs.verdicts import Wanted
from pipefilter.cli.terminal.output import remark
from pipefilter.language.filter_criteria import FilterCriteria

if TYPE_CHECKING:
    from pipefilter.analysis.filter_problems import FilterProblem
    from pipefilter.application.refused_filters import ServiceFindings

__all__ = ["report_remarks", "report_service_findings", "report_unread_content"]


def report_service_findings(findings: ServiceFindings, pattern: str, wanted: Wanted) -> None:
    """Print what the service refuses, in AWS's own words; what else it does not take, in a line each on standard error.

    Args:
        findings: what it does not take.
        pattern: what to call the filters.
        wanted: what to print.
    """
    for number, refused in groupby(findings.refused, key=lambda finding: finding.number):
        problems = [finding.problem for finding in refused]
        report_problems(problems, number, pattern, as_json=wanted.as_json)
    report_remarks(findings.remarks, pattern)


def report_unread_content(criteria: FilterCriteria, pattern: str) -> None:
    """Say in a line on standard error that content after the end of a pattern is not read, such as a second pattern.

    Args:
        criteria: the filters.
        pattern: what to call them.
    """
    report_remarks(unread_content(criteria), pattern)


def report_remarks(findings: Iterable[FilterProblem], pattern: str) -> None:
    """Say in a line on standard error what is to be known of filters that are evaluated all the same.

    Args:
        findings: of the checks.
        pattern: what to call the filters.
    """
    for finding in findings:
        filter_ = f" (filter {finding.number})" if finding.number else ""
        remark(f"{pattern}{filter_}: {finding.problem.code}  {finding.problem.message}")

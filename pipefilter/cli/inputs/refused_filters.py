"""The report of filters that a service does not take, before anything is evaluated with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from pipefilter.application.unread_content import unread_content
from pipefilter.cli.inputs.verdicts import Wanted
from pipefilter.cli.terminal.output import print_json, print_problem, remark
from pipefilter.errors import Problem
from pipefilter.language.filter_criteria import FilterCriteria

if TYPE_CHECKING:
    from pipefilter.analysis.findings import Finding
    from pipefilter.application.refused_filters import ServiceFindings

__all__ = ["report_service_findings", "report_unread_content"]


def report_service_findings(findings: ServiceFindings, pattern: str, wanted: Wanted) -> None:
    """Print what the service refuses, in AWS's own words; what else it does not take, in a line each on standard error.

    Args:
        findings: what it does not take.
        pattern: what to call the filters.
        wanted: what to print.
    """
    for number, refused in groupby(findings.refused, key=lambda finding: finding.number):
        _report_refused(number, [finding.problem for finding in refused], pattern, wanted)
    _remark(findings.remarks, pattern)


def report_unread_content(criteria: FilterCriteria, pattern: str) -> None:
    """Say in a line on standard error that content after the end of a pattern is not read, such as a second pattern.

    Args:
        criteria: the filters.
        pattern: what to call them.
    """
    _remark(unread_content(criteria), pattern)


def _remark(findings: Iterable[Finding], pattern: str) -> None:
    for finding in findings:
        filter_ = f" (filter {finding.number})" if finding.number else ""
        remark(f"{pattern}{filter_}: {finding.problem.code}  {finding.problem.message}")


def _report_refused(number: int, problems: Sequence[Problem], pattern: str, wanted: Wanted) -> None:
    if wanted.as_json:
        line = {
            "pattern": pattern,
            "verdict": "invalid_pattern",
            "problems": [problem.as_json() for problem in problems],
        }
        print_json({**line, "filter": number} if number else line)
        return
    name = f"{pattern} (filter {number})" if number else pattern
    for problem in problems:
        print_problem(problem, name, is_result=False)

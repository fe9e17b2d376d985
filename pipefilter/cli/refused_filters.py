"""The report of filters that a service does not take, before anything is evaluated with them."""

from __future__ import annotations

from pipefilter.analysis.findings import Finding
from pipefilter.application.refused_filters import ServiceFindings
from pipefilter.cli.output import print_json, print_problem, remark
from pipefilter.cli.verdicts import Wanted

__all__ = ["report_service_findings"]


def report_service_findings(findings: ServiceFindings, pattern: str, wanted: Wanted) -> None:
    """Print what the service refuses, in AWS's own words; what else it does not take, in a line each on standard error.

    Args:
        findings: what it does not take.
        pattern: what to call the filters.
        wanted: what to print.
    """
    for finding in findings.refused:
        _report_refused(finding, pattern, wanted)
    for finding in findings.remarks:
        filter_ = f" (filter {finding.number})" if finding.number else ""
        remark(f"{pattern}{filter_}: {finding.problem.code}  {finding.problem.message}")


def _report_refused(finding: Finding, pattern: str, wanted: Wanted) -> None:
    if wanted.as_json:
        line = {"pattern": pattern, "verdict": "invalid_pattern", "problems": [finding.problem.as_json()]}
        print_json({**line, "filter": finding.number} if finding.number else line)
    else:
        name = f"{pattern} (filter {finding.number})" if finding.number else pattern
        print_problem(finding.problem, name, is_result=False)

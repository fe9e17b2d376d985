"""Filters that a service does not take: `pipefilter test` says so before it judges with them."""

from __future__ import annotations

from pipefilter.analysis.findings import Finding, findings
from pipefilter.analysis.operator_of_service import NOT_SUPPORTED
from pipefilter.analysis.wildcard_on_v2 import REFUSED
from pipefilter.cli.output import print_json, print_problem, remark
from pipefilter.cli.verdicts import Wanted
from pipefilter.filtering.placement import Placement
from pipefilter.language.filter_criteria import FilterCriteria

__all__ = ["are_refused"]


def are_refused(criteria: FilterCriteria, pattern: str, placement: Placement, wanted: Wanted) -> bool:
    """Whether AWS documents that the service refuses one of the filters, in its own words; that is printed.

    What else `pipefilter check` calls an error, or finds not supported, goes to standard error in a line each: AWS
    may judge otherwise there than we do.

    Args:
        criteria: the filters.
        pattern: what to call them.
        placement: where they run.
        wanted: what to print.
    """
    found = findings(criteria, service=placement.service, source=placement.source)
    refused = [one for one in found if one.problem.code == REFUSED.code]
    for one in refused:
        _say_refused(one, pattern, wanted)
    if not refused:
        for one in found:
            if one.problem.severity == "error" or one.problem.code == NOT_SUPPORTED.code:
                filter_ = f" (filter {one.number})" if one.number else ""
                remark(f"{pattern}{filter_}: {one.problem.code}  {one.problem.message}")
    return bool(refused)


def _say_refused(one: Finding, pattern: str, wanted: Wanted) -> None:
    if wanted.as_json:
        line = {"pattern": pattern, "verdict": "invalid_pattern", "problems": [one.problem.as_json()]}
        print_json({**line, "filter": one.number} if one.number else line)
    else:
        print_problem(
            one.problem, f"{pattern} (filter {one.number})" if one.number else pattern, is_result=False
        )

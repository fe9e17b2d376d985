"""Reads the filters that an argument names: a pattern, filter criteria, or those in a template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipefilter.application.filters import Filters
from pipefilter.application.loading import filters_in_text
from pipefilter.application.unread_content import unread_content
from pipefilter.cli.inputs.files import input_errors, pattern_text, shown_name
from pipefilter.cli.inputs.invalid_filters import report_invalid
from pipefilter.cli.inputs.placement import placement_errors
from pipefilter.cli.terminal.output import message
from pipefilter.errors import InvalidEventPattern
from pipefilter.filtering.record_reader import is_about_wrapper
from pipefilter.language.event_pattern import Field
from pipefilter.language.filter_criteria import FilterCriteria

if TYPE_CHECKING:
    from pipefilter.analysis.filter_problems import FilterProblem

__all__ = ["any_filters", "read_filters", "report_swapped"]

_MAX_FILES = 5
"""Files with events that are examined."""


def read_filters(name: str, service: str | None, source: str | None, *, as_json: bool) -> Filters | None:
    """Read filters in a file or a template; None, which is reported, if they are invalid, or the service rejects them.

    Raises:
        InputError: the file cannot be read, or a template leaves too much open.
        click.UsageError: the service does not read from the source.
    """
    filters = any_filters(name, as_json=as_json, service=service or "", source=source or "")
    if filters is not None and (
        filters.placement.is_explicit or is_about_wrapper(filters.patterns) or _is_of_dynamodb(filters.criteria)
    ):
        from pipefilter.application.refused_filters import service_findings
        from pipefilter.cli.inputs.refused_filters import report_service_findings

        findings = service_findings(filters.criteria, filters.placement)
        if filters.bounds is not None:  # placeholders are not values
            known = (each for each in findings.remarks if not _names(each, filters.bounds.unknown))
            findings = replace(findings, remarks=tuple(known))
        report_service_findings(findings, filters.name, as_json=as_json)
        if findings.refused:
            return None
    if filters is not None and (unread := unread_content(filters.criteria)):
        from pipefilter.cli.inputs.refused_filters import report_remarks

        report_remarks(unread, filters.name)
    return filters


def any_filters(
    name: str,
    *,
    as_json: bool,
    service: str = "",
    source: str = "",
    must_be_complete: bool = False,
    needs_service: bool = True,
    is_policy: bool = False,
) -> Filters | None:
    """Read filters, including those that the service rejects; None, which is reported, if they are not valid.

    Args:
        must_be_complete: whether to reject a pattern that a template does not determine in full.
        needs_service: whether to reject a filter policy of SNS whose scope a template does not determine.
        is_policy: whether a pattern without a placement is a filter policy of SNS.

    Raises:
        InputError: as `read_filters` does.
        click.UsageError: as `read_filters` does.
    """
    text = pattern_text(name)
    try:
        with input_errors(), placement_errors():
            if must_be_complete:
                text.require_complete()
            return filters_in_text(
                text, service=service, source=source, needs_service=needs_service, is_policy=is_policy
            )
    except InvalidEventPattern as error:
        if as_json:
            from pipefilter.language.pattern_argument import with_hint

            error = with_hint(error, text.text)
        report_invalid(error, text, as_json=as_json)
    return None


def report_swapped(pattern: str, files: Sequence[str]) -> None:
    """Print a hint that the pattern and the event may be swapped, if a file with events is a valid pattern."""
    from pipefilter.cli.inputs.swapped_arguments import pattern_kind

    for file in files[:_MAX_FILES]:
        if pattern_kind(file):
            message(
                f"hint: {shown_name(file)} is a valid pattern and {shown_name(pattern)} is not: pass the pattern first"
            )
            return


def _names(finding: FilterProblem, unknown: str) -> bool:
    """Whether a finding is about a placeholder."""
    return any(placeholder in finding.problem.message for placeholder in unknown.split(", "))


def _is_of_dynamodb(criteria: FilterCriteria) -> bool:
    """Whether a pattern itself refers to a DynamoDB stream, so that the checks of that source apply."""
    fields = (member for each in criteria.filters for member in each.pattern.members)
    return any(isinstance(field, Field) and field.steps[0] == "dynamodb" for field in fields)

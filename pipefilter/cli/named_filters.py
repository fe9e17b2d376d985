"""The filters that a command is given by name: a pattern, filter criteria, or what a template has; and where they run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipefilter.cli.inputs import InputError, is_reference, shown_name
from pipefilter.cli.output import message
from pipefilter.cli.placement import placement_of
from pipefilter.cli.verdicts import Wanted, read_or_report
from pipefilter.filtering.placement import Placement
from pipefilter.filtering.record_evaluator import Bounds
from pipefilter.language.event_pattern import Field
from pipefilter.language.filter_criteria import FilterCriteria

if TYPE_CHECKING:
    from pipefilter.application.record_scanner import RecordScanning

__all__ = ["NamedFilters", "read_filters", "report_swapped"]

_MAX_FILES = 5
"""So many of the files with events are looked at."""


@dataclass(frozen=True, slots=True)
class NamedFilters:
    """Filters, and where they run.

    Args:
        name: as it was given.
        criteria: the filters.
        placement: what is certain of where they run, and where their records are from.
        bounds: of filters that a template does not tell in full.
    """

    name: str
    criteria: FilterCriteria
    placement: Placement
    bounds: Bounds | None

    def scanning(self) -> RecordScanning:
        """What makes a scanner of them."""
        from pipefilter.application.record_scanner import RecordScanning  # noqa: PLC0415 - only for much traffic

        return RecordScanning(self.criteria, self.placement, self.bounds)


def read_filters(name: str, service: str | None, source: str | None, wanted: Wanted) -> NamedFilters | None:
    """Read filters; None if they are not valid, cannot be read, or are refused by the service, which is said then.

    Args:
        name: of the file, or of the filters in a template.
        service: where they run, as an option says.
        source: of their records, as an option says.
        wanted: how to say what is wrong.

    Raises:
        InputError: a template does not tell enough of them.
        click.UsageError: the service does not read from the source.
    """
    criteria = read_or_report(name, wanted)
    if criteria is None:
        return None
    bounds = None
    if is_reference(name):
        from pipefilter.application.template_pattern import TemplateGap  # noqa: PLC0415 - only for a template
        from pipefilter.cli.pattern_in_template import template_pattern  # noqa: PLC0415 - likewise

        deployed = template_pattern(name)
        assert deployed is not None  # noqa: S101 - it is a reference
        service, source = service or deployed.service, source or deployed.source
        try:
            bounds = deployed.bounds()
        except TemplateGap as gap:
            raise InputError(str(gap)) from None
    placement = placement_of(criteria, service=service, source=source)
    if placement.is_explicit or _is_of_dynamodb(criteria):
        from pipefilter.application.refused_filters import service_findings  # noqa: PLC0415 - not for plain events
        from pipefilter.cli.refused_filters import report_service_findings  # noqa: PLC0415 - likewise

        findings = service_findings(criteria, placement)
        report_service_findings(findings, shown_name(name), wanted)
        if findings.refused:
            return None
    return NamedFilters(name, criteria, placement, bounds)


def report_swapped(pattern: str, files: Sequence[str]) -> None:
    """Say that the pattern and the event may be swapped, if there is a valid pattern among the files with events.

    Args:
        pattern: the name of the file that is not a valid pattern.
        files: the names of those with events.
    """
    from pipefilter.cli.swapped_arguments import pattern_kind  # noqa: PLC0415 - only for an error

    for file in files[:_MAX_FILES]:
        if pattern_kind(file):
            message(
                f"hint: {shown_name(file)} is a valid pattern, and {shown_name(pattern)} is not: the pattern comes first"
            )
            return


def _is_of_dynamodb(criteria: FilterCriteria) -> bool:
    """Whether a pattern says itself that its records are those of a table, so that it is known what is wrong with it."""
    fields = (member for each in criteria.filters for member in each.pattern.members)
    return any(isinstance(field, Field) and field.steps[0] == "dynamodb" for field in fields)

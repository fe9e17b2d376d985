"""The filters that a command is given by name: a pattern, filter criteria, or what a template has; and where they run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipefilter.cli.inputs import InputError, is_reference, shown_name
from pipefilter.cli.placement import placement_of
from pipefilter.cli.verdicts import Wanted, read_criteria
from pipefilter.filtering.placement import Placement
from pipefilter.filtering.record_evaluator import Bounds
from pipefilter.language.filter_criteria import FilterCriteria

if TYPE_CHECKING:
    from pipefilter.application.record_scanner import RecordScanning

__all__ = ["NamedFilters", "read_filters"]


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
    criteria = read_criteria(name, wanted)
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
    if placement.is_explicit:
        from pipefilter.cli.refused_filters import are_refused  # noqa: PLC0415 - not for plain events

        if are_refused(criteria, shown_name(name), placement, wanted):
            return None
    return NamedFilters(name, criteria, placement, bounds)

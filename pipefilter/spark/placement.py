"""Resolves where filters run and where events come from, as for `pipefilter estimate`."""

from __future__ import annotations

from collections.abc import Callable

from pipefilter.application.detected_placement import detected_placement
from pipefilter.filtering.lookup import Contradiction
from pipefilter.filtering.placement import Placement, resolve_placement
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services import SERVICES, Service
from pipefilter.sources import SOURCES, Source

__all__ = ["certain_placement", "check_names", "detect_placement"]


def detect_placement(
    criteria: FilterCriteria, source: str | None, service: str | None, detect: Callable[[], Source | None]
) -> tuple[Source | None, Service]:
    """The source and the service that the caller gives, or else those of the first event that identifies its source.

    Raises:
        ValueError: there is no such source or service, or the service does not read from the source.
    """
    try:
        placement = detected_placement(criteria, service or "", source or "", detect)
    except Contradiction as error:
        raise ValueError(str(error)) from None
    return placement.source, placement.usual_service


def certain_placement(criteria: FilterCriteria, source: str | None, service: str | None) -> Placement:
    """What is certain about service and source before a record is seen.

    Raises:
        ValueError: the service does not read from the source.
    """
    try:
        return resolve_placement(criteria, service=service or "", source=source or "")
    except Contradiction as error:
        raise ValueError(str(error)) from None


def check_names(source: str | None, service: str | None) -> None:
    """Check that there is such a source and such a service; None is not checked.

    Raises:
        ValueError: there is no such source or service.
    """
    for what, name, known in (("source", source, SOURCES), ("service", service, SERVICES)):
        names = [each.name for each in known]
        if name is not None and name not in names:
            raise ValueError(f"{name} is not a {what}: use one of {', '.join(names)}")

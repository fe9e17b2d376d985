"""Resolves the placement of filters for traffic, whose first identifiable event may show the source."""

from __future__ import annotations

from collections.abc import Callable

from pipefilter.filtering.placement import Placement, resolve_placement
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.sources import Source

__all__ = ["detected_placement"]


def detected_placement(
    criteria: FilterCriteria, service: str, source: str, detect: Callable[[], Source | None]
) -> Placement:
    """The placement of filters, with the source of the traffic if nothing else gives a source.

    Args:
        service: the name of the service in an option or a template; "" if in neither.
        source: the name of the source in an option or a template; "" if in neither.
        detect: detects the source of the traffic; called only if necessary.

    Raises:
        Contradiction: there is no such service or source, or the service does not read from the source.
    """
    placement = resolve_placement(criteria, service=service, source=source)
    if source or placement.source is not None:
        return placement
    detected = detect()
    # if the service does not read from that source, each record contradicts the service by itself
    if detected is None or (service and service not in detected.services):
        return placement
    return resolve_placement(criteria, service=service, source=detected.name)

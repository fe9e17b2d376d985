"""Where filters run that are put to much traffic, of which the first event that identifies its source says it."""

from __future__ import annotations

from collections.abc import Callable

from pipefilter.filtering.placement import Placement, resolve_placement
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.sources import Source

__all__ = ["detected_placement"]


def detected_placement(
    criteria: FilterCriteria, service: str, source: str, detect: Callable[[], Source | None]
) -> Placement:
    """The placement of filters, with the source of the traffic if nothing else says it.

    Args:
        criteria: the filters.
        service: the name of the service, as an option or a template says; "" if neither does.
        source: the name of the source, likewise.
        detect: the source in the traffic; called only if it is needed.

    Raises:
        Contradiction: there is no such service or source, or the service does not read from the source.
    """
    placement = resolve_placement(criteria, service=service, source=source)
    if source:
        return placement
    detected = detect()
    # of another source than the service reads from, each record contradicts the service by itself
    if detected is None or (service and service not in detected.services):
        return placement
    return resolve_placement(criteria, service=service, source=detected.name)

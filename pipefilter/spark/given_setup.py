"""What a caller says of where filters run, read as the options of `pipefilter estimate` are."""

from __future__ import annotations

from collections.abc import Callable

from pipefilter.application.detected_placement import detected_placement
from pipefilter.filtering.lookup import Contradiction
from pipefilter.filtering.placement import Placement, resolve_placement
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services import SERVICES, Service
from pipefilter.sources import SOURCES, Source

__all__ = ["certain_placement", "check_names", "where_of"]


def where_of(
    source: str | None,
    service: str | None,
    candidates: list[tuple[str, FilterCriteria]],
    recognised: Callable[[], Source | None],
) -> tuple[Source | None, Service]:
    """Where events are from, and where the filters run: as given, or as the first event tells.

    Args:
        source: the name of the source; None if not given.
        service: the name of the service; None likewise.
        candidates: names and filters; only those of an EventBridge v2 subscriber have scopes.
        recognised: the source of the first event; None if it does not tell.

    Raises:
        ValueError: there is none of such a name, or the service does not read from the source.
    """
    try:
        placement = detected_placement(_all_filters(candidates), service or "", source or "", recognised)
    except Contradiction as error:
        raise ValueError(str(error)) from None
    return placement.source, placement.usual_service


def certain_placement(
    source: str | None, service: str | None, candidates: list[tuple[str, FilterCriteria]]
) -> Placement:
    """What is certain of where the filters run, and where their records are from, before a record is seen.

    Args:
        source: the name of the source; None if not given.
        service: the name of the service; None likewise.
        candidates: names and filters.

    Raises:
        ValueError: the service does not read from the source.
    """
    try:
        return resolve_placement(_all_filters(candidates), service=service or "", source=source or "")
    except Contradiction as error:
        raise ValueError(str(error)) from None


def _all_filters(candidates: list[tuple[str, FilterCriteria]]) -> FilterCriteria:
    filters = tuple(each for _, criteria in candidates for each in criteria.filters)
    return FilterCriteria(filters, is_lone=all(criteria.is_lone for _, criteria in candidates))


def check_names(source: str | None, service: str | None) -> None:
    """See that there is such a source and such a service.

    Args:
        source: a name; None if it is not given.
        service: likewise.

    Raises:
        ValueError: there is none.
    """
    for what, name, known in (("source", source, SOURCES), ("service", service, SERVICES)):
        names = [each.name for each in known]
        if name is not None and name not in names:
            raise ValueError(f"{name} is no {what}: there are {', '.join(names)}")

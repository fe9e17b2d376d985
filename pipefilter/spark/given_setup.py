"""What a caller says of where filters run, read as the options of `pipefilter estimate` are."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from pipefilter.costs.price import Prices
from pipefilter.costs.region_names import DEFAULT_REGION, unknown_region
from pipefilter.costs.setup import Call, Setup, usual_batch_size
from pipefilter.filtering.placement import Contradiction, Placement, resolve_placement
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services import SERVICES, Service
from pipefilter.sources import SOURCES, Source

__all__ = [
    "Amount",
    "amount_above_zero",
    "certain_placement",
    "check_names",
    "check_region",
    "setup_of",
    "where_of",
]

Amount: TypeAlias = int | float | Decimal | Fraction


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
    check_names(source, service)
    if source is None:
        detected = recognised()
        # of another source than the service reads from, each event is told to contradict it
        is_read = detected is not None and service in (None, *detected.services)
        source = detected.name if is_read and detected is not None else None
    placement = certain_placement(source, service, candidates)
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
    filters = tuple(each for _, criteria in candidates for each in criteria.filters)
    all_filters = FilterCriteria(filters, is_lone=all(criteria.is_lone for _, criteria in candidates))
    try:
        return resolve_placement(all_filters, service=service or "", source=source or "")
    except Contradiction as error:
        raise ValueError(str(error)) from None


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


def check_region(region: str | None, prices: Prices) -> None:
    """See that there is such a region.

    Args:
        region: as it was given; None if it was not.
        prices: that are known; what they are of is a region.

    Raises:
        ValueError: there is none.
    """
    wrong = None if region is None else unknown_region(region, prices.regions)
    if wrong is not None:
        raise ValueError(wrong)


def setup_of(  # noqa: PLR0913 - all that is given
    service: Service,
    source: Source | None,
    region: str | None,
    batch_size: int | None,
    window: Amount | None,
    calls: tuple[Call | None, Call | None, Call | None],
    *,
    free_tier: bool,
) -> Setup:
    """The setup, if what is said of it goes together.

    Args:
        service: where the filters run.
        source: where the events are from; None if it is not known.
        region: of AWS; None if it is not known yet.
        batch_size: records in a batch; None for AWS's default.
        window: how long a batch is waited for, in seconds; None if batches are taken to be full.
        calls: the function of an event source mapping, the enrichment of a pipe, and the target of a pipe or a rule.
        free_tier: whether what AWS gives for nothing each month is taken off.

    Raises:
        ValueError: it does not.
    """
    name = service.name
    function, enrichment, target = calls
    if name not in ("pipe", "lambda") and (batch_size is not None or window is not None):
        raise ValueError(f"batch_size and window are for pipe and lambda; a {name} takes events one by one")
    if function is not None and name != "lambda":
        raise ValueError("function is for lambda; a pipe or rule has a target")
    if enrichment is not None and name != "pipe":
        raise ValueError("enrichment is for a pipe")
    if target is not None and name == "lambda":
        raise ValueError("target is for a pipe or a rule: an event source mapping calls its function")
    if batch_size is not None and batch_size < 1:
        raise ValueError(f"batch_size is {batch_size}: a batch has one record at least")
    waited = None if window is None else _amount(window)
    if waited is not None and waited < 0:
        raise ValueError(f"window is {window}: that is no number of seconds")
    from_name = source.name if source is not None else ""
    default = usual_batch_size(name, from_name)
    return Setup(
        service,
        from_name,
        region or DEFAULT_REGION,
        batch_size or default,
        waited,
        function,
        enrichment,
        target,
        free_tier,
        "given" if region is not None else "default",
    )


def amount_above_zero(what: str, given: Amount) -> Fraction:
    """A number, exactly as it is shown.

    Args:
        what: it is, in words.
        given: any.

    Raises:
        ValueError: it is not above 0.
    """
    amount = _amount(given)
    if amount <= 0:
        raise ValueError(f"{what} is {given}: that is no number above 0")
    return amount


def _amount(given: Amount) -> Fraction:
    """The number that is shown; -1 if it is none."""
    if isinstance(given, Fraction):
        return given
    try:
        return Fraction(str(given))
    except ValueError:
        return Fraction(-1)

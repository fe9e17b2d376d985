"""Filters that are estimated side by side, and the placement and batches on which their templates agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from pipefilter.application.filters import Filters
from pipefilter.application.loading import read_filters, with_refusals
from pipefilter.application.option_text import InvalidOption, OptionText
from pipefilter.application.pattern_input import PatternInput, listed_patterns
from pipefilter.costs.billing.setup import Setup
from pipefilter.errors import TemplateGap
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services.sns_subscription import POLICY_SERVICES
from pipefilter.templates.endpoint import Endpoint

__all__ = [
    "FiltersInput",
    "agreed_batch_size",
    "agreed_endpoint",
    "agreed_service",
    "agreed_source",
    "all_criteria",
    "batch_notes",
    "compared_filters",
    "endpoint_notes",
]

FiltersInput: TypeAlias = PatternInput | Iterable[PatternInput]
"""What `load` returns or accepts, one or several."""

_UNNAMED = "filters"


def compared_filters(
    filters_input: FiltersInput | None, *, service: str = "", is_policy: bool = False
) -> tuple[Filters, ...]:
    """The filters that a caller gives, each with a name.

    Args:
        service: the name of the service of filter policies whose scope a template leaves open; "" if not known.
        is_policy: whether a pattern without a placement is a filter policy of SNS.

    Raises:
        TypeError: something is neither filters nor an argument of `load`.
        TemplateGap: parts of them are not known from a template.
        InvalidEventPattern: as `load` does, and its other errors.
    """
    if filters_input is None:
        return ()
    compared = [
        with_refusals(each, read_filters(each, service=service, is_policy=is_policy))
        for each in listed_patterns(filters_input)
    ]
    for number, filters in enumerate(compared):
        if filters.bounds is not None:
            raise TemplateGap(
                f"{filters.name}: the savings depend on {filters.bounds.unknown}, which the template does not specify"
            )
        if not filters.name:
            name = f"{_UNNAMED} {number + 1}" if len(compared) > 1 else _UNNAMED
            compared[number] = replace(filters, name=name)
    return tuple(compared)


def all_criteria(compared: Sequence[FilterCriteria]) -> FilterCriteria:
    """The filters of all of them, as one list."""
    filters = tuple(each for several in compared for each in several.filters)
    return FilterCriteria(filters, is_bare_pattern=all(several.is_bare_pattern for several in compared))


def agreed_service(compared: Sequence[Filters]) -> str:
    """The name of the service that certainly runs the filters; "" if not known.

    Raises:
        InvalidOption: they are for more than one service.
    """
    return _agreed(
        "service",
        (each.placement.usual_service.name for each in compared if each.placement.is_service_certain),
        "the patterns are for more than one service",
    )


def agreed_source(compared: Sequence[Filters]) -> str:
    """The name of the source that their records are certainly from; "" if not known.

    Raises:
        InvalidOption: they are for more than one source.
    """
    return _agreed("source", (each.source for each in compared), "the patterns are for more than one source")


def agreed_batch_size(compared: Sequence[Filters]) -> int | None:
    """The batch size in the templates; None if no template has one.

    Raises:
        InvalidOption: they differ.
    """
    sizes = (str(each.batches.size) for each in compared if each.batches is not None and each.batches.size)
    different = list(dict.fromkeys(sizes))
    if len(different) > 1:
        raise InvalidOption(
            "the patterns have more than one batch size ({sizes}), and an estimate has only one: estimate once for each, "
            "with {batch_size}",
            sizes=" and ".join(different),
        )
    return int(different[0]) if different else None


def agreed_endpoint(compared: Sequence[Filters]) -> Endpoint | None:
    """The endpoint of all subscriptions; None if it is not known, or if they differ."""
    endpoints = {each.endpoint for each in compared}
    return endpoints.pop() if len(endpoints) == 1 else None


def endpoint_notes(compared: Sequence[Filters], *, has_target: bool) -> Iterator[OptionText]:
    """Notes on what is assumed about the endpoints of subscriptions."""
    kinds = list(dict.fromkeys(each.endpoint.kind for each in compared if each.endpoint is not None))
    if has_target or not kinds:
        return
    endpoint = agreed_endpoint(compared)
    if endpoint is None:
        yield OptionText(
            "the subscriptions do not have one known endpoint in common ({kinds}): give {target} to include deliveries",
            kinds=" and ".join(kinds),
        )
    elif not endpoint.is_certain:
        yield OptionText(
            "assuming a standard queue as the endpoint of the subscription; give {target} for a FIFO queue"
        )


def batch_notes(
    compared: Sequence[Filters], setup: Setup, *, has_size: bool, has_window: bool
) -> Iterator[OptionText]:
    """Notes on the batch settings of templates that the estimate does not use."""
    batches = [each.batches for each in compared if each.batches is not None]
    if not setup.has_batches or not batches or setup.service.name in POLICY_SERVICES:
        return
    if not has_size and not any(each.size for each in batches):
        yield OptionText(
            "the template has no batch size: assuming {size}; give {batch_size} if it differs",
            size=setup.batch_size,
        )
    longest = max(each.window for each in batches)
    if longest and not has_window:
        yield OptionText(
            "batches are assumed to be full; give {window} {seconds}s, as in the template, to form them by time",
            seconds=longest,
        )


def _agreed(option: str, names: Iterable[str], disagreement: str) -> str:
    different = list(dict.fromkeys(filter(None, names)))
    if len(different) > 1:
        raise InvalidOption(f"{disagreement} ({{names}}): give {{{option}}}", names=" and ".join(different))
    return different[0] if different else ""

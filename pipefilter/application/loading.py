"""Loads filters: a pattern in JSON or YAML, filter criteria, or filters in a template."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import TYPE_CHECKING

from pipefilter.application.filters import Filters, TemplateBatches
from pipefilter.application.pattern_input import ARGUMENT, PatternInput, PlacedFilters, file_name, inline_text
from pipefilter.application.pattern_text import PatternText, json_pattern_text, read_pattern_text
from pipefilter.application.policy_service import policy_endpoint
from pipefilter.application.unread_content import unread_content
from pipefilter.errors import InvalidEventPattern, UnreadableInput
from pipefilter.filtering.placement import resolve_placement
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import Filter, FilterCriteria, InvalidFilter
from pipefilter.templates.values import NO_VALUES, Values

if TYPE_CHECKING:
    from pipefilter.application.template_pattern import TemplatePattern

__all__ = ["filters_in_text", "load", "read_filters"]


def load(
    pattern: PatternInput,
    *,
    service: str = "",
    source: str = "",
    parameters: Values[str, str] = NO_VALUES,
) -> Filters:
    """Load filters from a file, from JSON text, or from Python values.

    Content after the end of the pattern, such as a second pattern, is not read; a `UserWarning` says so.

    Args:
        pattern: the name of a file with a pattern or filter criteria, in JSON or YAML, or of a folder or a glob that
            has one such file; or of filters in a template, such as `template.yaml#OrdersPipe`,
            `template.yaml#OrdersPipe/2`; or a pattern or filter criteria as JSON text or as a dict; or filters that
            were loaded, parsed or narrowed before.
        service: the name of the service that runs them; "" for the template's, or to detect it from each record.
        source: the name of the source of their records; "" for the template's, or to detect it from each record.
        parameters: the values of the template's parameters by name, such as `{"Stage": "prod"}`; of the Serverless
            Framework's variables as they are written, such as `{"opt:stage": "prod"}`.

    Raises:
        InvalidEventPattern: AWS or the service rejects one of them.
        UnreadableInput: the file cannot be read, or has no such filters; a folder or a glob has several files.
        TemplateGap: the template leaves too much of them unknown.
        Contradiction: the service does not read from the source.
        TypeError: it is none of these.
    """
    return with_refusals(pattern, read_filters(pattern, service=service, source=source, parameters=parameters))


def with_refusals(pattern: PatternInput, filters: Filters) -> Filters:
    """The filters as they are, unless their service rejects one of them.

    Raises:
        InvalidEventPattern: the service rejects one.
    """
    if filters is pattern:  # with the same placement
        return filters
    if filters.placement.is_explicit:
        from pipefilter.application.refused_filters import service_refusals

        refusals = service_refusals(filters.criteria, filters.placement)
        if refusals:
            first = refusals[0].number
            problems = (each.problem for each in refusals if each.number == first)
            raise InvalidFilter(*problems, number=first)
    for finding in unread_content(filters.criteria):
        warnings.warn(f"{filters.name}: {finding.problem.code}  {finding.problem.message}", stacklevel=2)
    return filters


def read_filters(  # noqa: PLR0913 - what can be known of filters
    pattern: PatternInput,
    *,
    service: str = "",
    source: str = "",
    parameters: Values[str, str] = NO_VALUES,
    must_be_complete: bool = False,
    is_policy: bool = False,
) -> Filters:
    """Read filters, including those that their service rejects.

    Args:
        must_be_complete: whether filters with values that are not known from their template are an error, except for the
            scope of a filter policy, which the caller determines.
        is_policy: whether a pattern without a placement is a filter policy of SNS, whose placement the caller
            determines.
    """
    if isinstance(pattern, EventPattern):
        criteria = FilterCriteria((Filter(1, pattern),), is_bare_pattern=True)
        return Filters(criteria, resolve_placement(criteria, service=service, source=source), name=ARGUMENT)
    if isinstance(pattern, PlacedFilters):
        return _placed(pattern, service, source)
    inline = inline_text(pattern)
    text = (
        read_pattern_text(_one_name(file_name(pattern)), parameters)
        if inline is None
        else json_pattern_text(inline)
    )
    if must_be_complete:
        text.require_complete()
    try:
        return filters_in_text(
            text, service=service, source=source, needs_service=not must_be_complete, is_policy=is_policy
        )
    except InvalidEventPattern as error:
        from pipefilter.language.pattern_argument import with_hint

        raise with_hint(error, text.text) from None


def _placed(placed: PlacedFilters, service: str, source: str) -> Filters:
    """Filters with the placement that they have, or with another that a caller gives."""
    filters = placed if isinstance(placed, Filters) else Filters(placed.criteria, placed.placement)
    if not service and not source:
        return filters
    certain = filters.placement.services[0].name if filters.placement.is_service_certain else ""
    placement = resolve_placement(filters.criteria, service=service or certain, source=source or filters.source)
    return replace(filters, placement=placement)


def _one_name(name: str) -> str:
    from pipefilter.application.pattern_names import SeveralPatterns, one_pattern_name

    try:
        return one_pattern_name(name)
    except SeveralPatterns as error:
        raise UnreadableInput(f"{error}; load them individually") from None


def filters_in_text(
    pattern: PatternText,
    *,
    service: str = "",
    source: str = "",
    needs_service: bool = True,
    is_policy: bool = False,
) -> Filters:
    """The filters in a text, with their placement.

    Args:
        needs_service: whether a filter policy of SNS whose scope is not known from its template is an error.
        is_policy: whether a pattern without a placement is a filter policy of SNS.

    Raises:
        TemplateGap: too little is known from the template.
    """
    criteria, template = pattern.criteria(service, source, is_policy=is_policy), pattern.template
    if template is None:
        placement = resolve_placement(criteria, service=service, source=source)
        endpoint = policy_endpoint(criteria.text) if criteria.is_bare_pattern and criteria.text else None
        return Filters(criteria, placement, name=pattern.name, endpoint=endpoint)
    if needs_service and not service:
        template.require_scope()
    placement = resolve_placement(
        criteria, service=service or template.service or "", source=source or template.source or ""
    )
    return Filters(criteria, placement, template.bounds(), pattern.name, _batches(template), template.endpoint)


def _batches(pattern: TemplatePattern) -> TemplateBatches | None:
    """The batches of filters in a template; None if their service is not known."""
    if not pattern.service:
        return None
    batches = pattern.batches
    return TemplateBatches(batches.size or 0, batches.window or 0, batches.position)

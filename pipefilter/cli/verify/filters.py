"""Reads the patterns that `pipefilter verify` asks AWS about, valid or not, and their placement."""

from __future__ import annotations

import json
from dataclasses import replace

from pipefilter.application.pattern_text import PatternText
from pipefilter.application.policy_service import is_placed_policy, service_of_scope
from pipefilter.cli.inputs.files import InputError, input_errors, pattern_text
from pipefilter.cli.inputs.placement import placement_of
from pipefilter.cli.inputs.refused_filters import report_unread_content
from pipefilter.dataclass import dataclass
from pipefilter.errors import InvalidEventPattern
from pipefilter.filtering.placement import Placement
from pipefilter.json_text.raw_object import raw_elements, raw_object
from pipefilter.language.filter_criteria import FilterCriteria, InvalidFilter, parse_valid_filters

__all__ = ["VerifiedFilters", "complete_pattern", "read_filters"]


@dataclass(frozen=True, slots=True)
class VerifiedFilters:
    """The patterns in a file.

    Args:
        texts: each pattern as JSON text, by its number.
        criteria: the patterns that are valid according to pipefilter.
    """

    name: str
    texts: dict[int, str]
    criteria: FilterCriteria
    placement: Placement

    @property
    def invalid(self) -> dict[int, str]:
        """The patterns that are not valid according to pipefilter."""
        valid = {each.number for each in self.criteria.filters}
        return {number: text for number, text in self.texts.items() if number not in valid}

    def shown_number(self, number: int) -> int:
        """The number of a filter; 0 if it is the only pattern, which needs none."""
        return 0 if self.criteria.is_bare_pattern else number


def complete_pattern(name: str) -> PatternText:
    """The text of a pattern in a file, or in a template that determines it in full.

    Raises:
        InputError: it cannot be read, or is not UTF-8, or the template does not determine all of it.
    """
    pattern = pattern_text(name)
    with input_errors():
        pattern.require_complete()
        return replace(pattern, text=pattern.decoded())


def read_filters(name: str, source: str | None, service: str | None) -> VerifiedFilters:
    """The patterns in a file or in a template.

    Raises:
        InputError: they cannot be read, or AWS's API does not test such filters.
        click.UsageError: the service does not read from the source.
    """
    pattern = complete_pattern(name)
    label, template = pattern.name, pattern.template
    texts, criteria = _patterns_in(pattern.decoded(), label)
    if template is not None:
        service, source = service or template.service, source or template.source
    if what := _without_api(service, source, criteria):
        raise InputError(
            f"{label}: AWS has no API that tests {what}: TestEventPattern tests only patterns of rules"
        )
    placement = placement_of(criteria, service=service, source=source)
    report_unread_content(criteria, label)
    return VerifiedFilters(label, texts, criteria, placement)


def _without_api(service: str | None, source: str | None, criteria: FilterCriteria) -> str:
    """The filters that no API tests, in words; "" if one does."""
    scopes = {each.scope for each in criteria.filters if each.scope}
    if is_placed_policy(service or "", source or "") or (
        not service and service_of_scope(criteria) is not None
    ):
        return "a filter policy of SNS"
    return "the filter of a v2 subscriber" if service == "v2" or scopes else ""


def _patterns_in(text: str, label: str) -> tuple[dict[int, str], FilterCriteria]:
    try:
        criteria, _ = parse_valid_filters(text)
    except InvalidFilter as error:
        raise InputError(error.problem.as_text(label)) from None
    except InvalidEventPattern:  # AWS is asked whether it agrees
        return {1: text}, FilterCriteria((), is_bare_pattern=True)
    if criteria.is_bare_pattern:
        return {1: text}, criteria
    listed = criteria.text[slice(*criteria.span)]
    texts = {number: _pattern_of(element) for number, (element, _) in enumerate(raw_elements(listed), 1)}
    if not texts:
        raise InputError(f"{label}: no filters found")
    missing = next((number for number, pattern in texts.items() if pattern is None), None)
    if missing is not None:
        raise InputError(f"{label}: filter {missing} has no pattern")
    return {number: pattern for number, pattern in texts.items() if pattern is not None}, criteria


def _pattern_of(element: str) -> str | None:
    """The text of a filter's pattern; None if it has no pattern."""
    members = raw_object(element) if element.startswith("{") else None
    pattern = members and (members.get("Pattern") or members.get("pattern"))
    if pattern and pattern.startswith('"'):
        text: str = json.loads(pattern)
        return text
    return pattern if pattern and pattern.startswith("{") else None

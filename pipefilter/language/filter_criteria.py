"""Filter criteria, several patterns that AWS's services evaluate together: `{"Filters": [{"Pattern": "..."}]}`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import field

from pipefilter.dataclass import dataclass
from pipefilter.errors import InvalidEventPattern, Place, Problem
from pipefilter.json_text.place import place_of, problem_at
from pipefilter.json_text.raw_object import RawObject, raw_elements, raw_object
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import decoded, strict_tree
from pipefilter.language.criteria_problems import (
    CRITERIA_NOT_OBJECT,
    LIST_AS_PATTERN,
    NO_FILTER,
    NO_FILTERS,
    NO_POLICY,
    NO_POLICY_SCOPE,
    NO_SCOPE,
)
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_policy import FilterPolicy, filter_policy, is_without_policy
from pipefilter.language.operator_likeness import is_like_operator
from pipefilter.language.parse import parse, parse_policy

__all__ = [
    "Filter",
    "FilterCriteria",
    "InvalidFilter",
    "criteria_json",
    "filter_number",
    "is_bare_filter",
    "parse_filters",
    "parse_valid_filters",
]

_WRAPPERS = ("FilterCriteria", "FilterConfiguration", "filterCriteria", "filterConfiguration")
_LISTS = ("Filters", "filters")
_MAX_FAULTS = 100
"""Invalid filters after which the others are not read: no service accepts more than 50, and locating a fault takes
longer the longer the list is."""
_POLICY_SCOPES = ("MessageAttributes", "MessageBody")
SCOPES = ("DATA", "METADATA", "SYSTEM_METADATA")


@dataclass(frozen=True, slots=True)
class Filter:
    """One pattern of several.

    Args:
        number: its number in the list, from 1.
        scope: the part of the event that a filter of an EventBridge v2 subscriber is for, or the part of a message that
            the filter policy of an SNS subscription is for; "" elsewhere.
        is_text: whether the pattern is written as a string, as AWS requires.
    """

    number: int
    pattern: EventPattern
    scope: str = ""
    span: tuple[int, int] = field(default=(0, 0), compare=False)
    is_text: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class FilterCriteria:
    """Several patterns; how they combine depends on the service.

    Args:
        is_bare_pattern: whether the text was a single pattern rather than a list of filters.
        text: that was parsed; "" if the criteria were built, or if the text is the pattern.
    """

    filters: tuple[Filter, ...]
    is_bare_pattern: bool = False
    text: str = field(default="", compare=False, repr=False)
    span: tuple[int, int] = field(default=(0, 0), compare=False)


class InvalidFilter(InvalidEventPattern):
    """AWS rejects one of several filters, or their list.

    Args:
        problems: of the filter's pattern, with places in the pattern's own text.
        number: of the filter, from 1; 0 for the list itself, whose problems have places in the file.
        start: of the filter in the file, or of the value that is a filter policy.
        is_policy: whether it is the filter policy in attributes of a subscription.
    """

    def __init__(
        self, *problems: Problem, number: int = 0, start: Place | None = None, is_policy: bool = False
    ) -> None:
        super().__init__(*problems)
        self.number = number
        self.start = start
        self.is_policy = is_policy


def filter_number(error: InvalidEventPattern) -> int:
    """The number of the filter that is not valid; 0 for a bare pattern, or the list as a whole."""
    return error.number if isinstance(error, InvalidFilter) else 0


def parse_filters(text: str | bytes, *, is_policy: bool = False) -> FilterCriteria:
    """Read filter criteria, or one pattern.

    Args:
        text: JSON text (bytes: UTF-8): an event pattern, or an object with `Filters`, also inside `FilterCriteria`
            or `FilterConfiguration`. A pattern in it may be a string, as AWS requires, or an object, as in the
            Serverless Framework.
        is_policy: whether a pattern is a filter policy of SNS, for which EventBridge's limits do not count.

    Raises:
        InvalidFilter: a filter of several is not valid, or the list is not.
        InvalidEventPattern: the bare pattern is not valid.

    Source: https://docs.aws.amazon.com/lambda/latest/api/API_FilterCriteria.html
    """
    criteria, faults = parse_valid_filters(text, is_policy=is_policy)
    if faults:
        raise faults[0]
    return criteria


def parse_valid_filters(
    text: str | bytes, *, is_policy: bool = False
) -> tuple[FilterCriteria, list[InvalidFilter]]:
    """Read filter criteria, or one pattern, and go on after filters that are not valid.

    Args:
        is_policy: whether a pattern is a filter policy of SNS, for which EventBridge's limits do not count.

    Returns:
        The valid filters, numbered by their place among all, and the faults of the others.

    Raises:
        InvalidFilter: the list is not valid.
        InvalidEventPattern: the bare pattern is not valid.
    """
    json_text = _object_text(text)
    if json_text is not None:
        whole = raw_object(json_text)
        if is_without_policy(whole):
            start = json_text.index("{")
            raise InvalidFilter(problem_at(NO_POLICY, json_text, (start, start + 1)))
        if (policy := filter_policy(whole)) is not None:
            return FilterCriteria((_filter_of(policy, json_text),), is_bare_pattern=True, text=json_text), []
    location = _list_location(json_text) if json_text is not None else None
    if json_text is None or location is None:
        pattern = parse_policy(text) if is_policy else parse(text)
        return FilterCriteria((Filter(1, pattern),), is_bare_pattern=True), []
    start, name, filter_list = location
    if not filter_list.startswith("["):
        raise InvalidFilter(problem_at(NO_FILTERS, json_text, (start, start + 1), names={"name": name}))
    filters, faults = [], []
    for number, (element, at) in enumerate(raw_elements(filter_list), 1):
        try:
            filters.append(_filter(json_text, element, start + at, number))
        except InvalidFilter as fault:
            faults.append(fault)
            if len(faults) == _MAX_FAULTS:
                break
    return FilterCriteria(tuple(filters), text=json_text, span=(start, start + len(filter_list))), faults


def _filter_of(policy: FilterPolicy, text: str) -> Filter:
    if policy.scope not in _POLICY_SCOPES:
        span = policy.scope_span
        raise InvalidFilter(problem_at(NO_POLICY_SCOPE, text, span, names={"scope": policy.scope}))
    try:
        return Filter(1, parse_policy(policy.text), policy.scope, policy.span, is_text=policy.is_text)
    except InvalidEventPattern as error:
        start = place_of(text, policy.span[0])
        raise InvalidFilter(*error.problems, number=1, start=start, is_policy=True) from None


def _object_text(text: str | bytes) -> str | None:
    """The text if it starts with a JSON object; otherwise `parse` reports what is wrong."""
    try:
        json_text = text if isinstance(text, str) else decoded(text)
        return json_text if isinstance(strict_tree(json_text), tuple) else None
    except (UnicodeDecodeError, JsonFault):
        return None


def _list_location(text: str) -> tuple[int, str, str] | None:
    """The offset, name and text of the list of filters; None if the text is a pattern."""
    start, inside = 0, raw_object(text)
    for wrapper in _WRAPPERS:
        value = inside.get(wrapper)
        if value is not None and len(inside.members) == 1 and value.startswith("[") and _is_filters(value):
            span = (inside.offset(wrapper), inside.offset(wrapper) + 1)
            names = {"name": wrapper, "what": "a list"}
            raise InvalidFilter(problem_at(CRITERIA_NOT_OBJECT, text, span, names=names))
        if value is not None and value.startswith("{"):
            start, inside = inside.offset(wrapper), raw_object(value)
            if not inside.members:  # AWS's way to remove all filters
                return start, wrapper, "[]"
            break
    for name in _LISTS:
        value = inside.get(name)
        if value is not None and (start or _is_filters(value)):
            return start + inside.offset(name), name, value
    return None


def _is_filters(value: str) -> bool:
    """Whether a value is a list of filters, and not the list of a field called `Filters`; some may lack `Pattern`."""
    if not value.startswith("["):
        return (_pattern_of(value) or "").startswith('"')
    elements = [element for element, _ in raw_elements(value)]
    if any(_pattern_of(element) is not None for element in elements):
        return True
    return all(
        is_bare_filter((name, value.startswith(("[", "{"))) for name, value in _members(element).members)
        for element in elements[:_MAX_FAULTS]
    )


def is_bare_filter(members: Iterable[tuple[str, bool]]) -> bool:
    """Whether an element of a list is a pattern, which should be in `Pattern`, and not an alternative of a field.

    Args:
        members: its names, each with whether its value is an object or a list.
    """
    return any(has_members and not is_like_operator(name) for name, has_members in members)


def _pattern_of(element: str) -> str | None:
    """The text of a filter's pattern; None if the element is not a filter."""
    members = _members(element)
    return members.get("Pattern") or members.get("pattern")


def _members(element: str) -> RawObject:
    return raw_object(element) if element.startswith("{") else RawObject(())


def _filter(text: str, element: str, at: int, number: int) -> Filter:
    members = _members(element)
    pattern = _pattern_of(element)
    if pattern is None or not pattern.startswith(('"', "{")):
        raise InvalidFilter(problem_at(NO_FILTER, text, (at, at + 1), pointer=f"/{number - 1}"))
    named = next((name for name in ("Scope", "scope") if members.has(name)), None)
    scope = (members.text_of(named) or "") if named else ""
    if named and scope not in SCOPES:
        start = at + members.offset(named)
        raise InvalidFilter(problem_at(NO_SCOPE, text, (start, start + len(members.get(named) or ""))))
    try:
        inner = json.loads(pattern) if pattern.startswith('"') else pattern
        if scope == "DATA" and inner.lstrip().startswith("["):
            raise InvalidFilter(problem_at(LIST_AS_PATTERN, inner, (0, len(inner))))
        is_text = pattern.startswith('"')
        return Filter(number, parse(inner), scope, (at, at + len(element)), is_text=is_text)
    except InvalidEventPattern as error:
        raise InvalidFilter(*error.problems, number=number, start=place_of(text, at)) from None


def criteria_json(filters: Iterable[tuple[str, str]]) -> str:
    """Filter criteria in JSON, by the text and the scope of each filter."""
    members = [{"Pattern": text, **({"Scope": scope} if scope else {})} for text, scope in filters]
    return json.dumps({"Filters": members}, ensure_ascii=False)

"""Several patterns judged together, as AWS's services are given them: `{"Filters": [{"Pattern": "..."}]}`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from pipefilter.errors import InvalidEventPattern, Place, Problem, ProblemKind
from pipefilter.json_text.place import place_of, problem_at
from pipefilter.json_text.raw_object import RawObject, raw_elements, raw_object
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import decoded, strict_tree
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.parse import parse

__all__ = [
    "Filter",
    "FilterCriteria",
    "InvalidFilter",
    "parse_filters",
    "parse_single_pattern",
    "parse_valid_filters",
]

NO_FILTERS = ProblemKind(
    "PF150",
    "Filters are not a list: filter criteria hold a list of filters",
    "{name} must be a list of filters",
    'Filter criteria are {{"Filters": [{{"Pattern": "..."}}]}}.',
    'write {{"Filters": [{{"Pattern": "..."}}]}}',
    wording="pipefilter",
)
NO_FILTER = ProblemKind(
    "PF151",
    "Filter without a pattern: each filter is an object with Pattern",
    "Each filter must be an object with Pattern",
    'Filter criteria are {{"Filters": [{{"Pattern": "..."}}]}}.',
    'write {{"Pattern": "..."}}',
    wording="pipefilter",
)
NO_SCOPE = ProblemKind(
    "PF152",
    "Unknown scope: a subscriber's filter is for DATA, METADATA or SYSTEM_METADATA",
    "Scope must be DATA, METADATA or SYSTEM_METADATA",
    "A filter of an EventBridge v2 subscriber is for one part of the event.",
    "DATA is the event itself",
    wording="pipefilter",
)
LIST_AS_PATTERN = ProblemKind(
    "PF153",
    "List as a pattern: how AWS matches it is not documented",
    "A pattern that is a list cannot be judged here",
    "EventBridge v2 documents a list as the root of a pattern on DATA, but not how an event is matched with it.",
    "try it on AWS, or write an object",
    wording="pipefilter",
)
NOT_ONE = ProblemKind(
    "PF154",
    "Filter criteria instead of a pattern: one event pattern is needed here",
    "These are filter criteria, and one event pattern is wanted",
    "`pipefilter test` and `pipefilter check` read filter criteria, the other commands one pattern.",
    "give one of the patterns by itself, or use pipefilter test",
    wording="pipefilter",
)
_WRAPPERS = ("FilterCriteria", "FilterConfiguration", "filterCriteria", "filterConfiguration")
_LISTS = ("Filters", "filters")
_MOST_FAULTS = 100
"""After so many filters that are not valid, the others are not read: no service takes more than 50, and to find the place of
each fault takes longer the longer the list is."""
SCOPES = ("DATA", "METADATA", "SYSTEM_METADATA")


@dataclass(frozen=True, slots=True)
class Filter:
    """One pattern of several.

    Args:
        number: from 1.
        pattern: the pattern.
        scope: of an EventBridge v2 subscriber: what the pattern is for; "" elsewhere.
        span: offsets of the filter in the text of the criteria.
        is_text: whether the pattern stands there as AWS wants it, as a string.
    """

    number: int
    pattern: EventPattern
    scope: str = ""
    span: tuple[int, int] = field(default=(0, 0), compare=False)
    is_text: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class FilterCriteria:
    """Several patterns; how they combine, the service says.

    Args:
        filters: in the order of the text.
        is_bare_pattern: whether it was one pattern by itself, and no list.
        text: as it was parsed; "" if it was built.
        span: offsets of the list in the text.
    """

    filters: tuple[Filter, ...]
    is_bare_pattern: bool = False
    text: str = field(default="", compare=False, repr=False)
    span: tuple[int, int] = field(default=(0, 0), compare=False)


class InvalidFilter(InvalidEventPattern):
    """One of several filters is one that AWS refuses.

    Args:
        problems: of its pattern, with places in the pattern's own text.
        number: of the filter, from 1; 0 if it is the list itself, with places in the file.
        start: where the filter begins in the file.
    """

    def __init__(self, *problems: Problem, number: int = 0, start: Place | None = None) -> None:
        super().__init__(*problems)
        self.number = number
        self.start = start


def parse_filters(text: str | bytes) -> FilterCriteria:
    """Read filter criteria, or one pattern.

    Args:
        text: JSON text (bytes: UTF-8): an event pattern, or an object with `Filters`, also inside `FilterCriteria`
            or `FilterConfiguration`. A pattern in it may be a string, as AWS wants it, or an object, as the Serverless
            Framework has it.

    Raises:
        InvalidFilter: a filter of several is not valid, or the list is not.
        InvalidEventPattern: the lone pattern is not valid.

    Source: https://docs.aws.amazon.com/lambda/latest/api/API_FilterCriteria.html
    """
    criteria, faults = parse_valid_filters(text)
    if faults:
        raise faults[0]
    return criteria


def parse_valid_filters(text: str | bytes) -> tuple[FilterCriteria, list[InvalidFilter]]:
    """Read filter criteria, or one pattern, past filters that are not valid.

    Args:
        text: as for `parse_filters`.

    Returns:
        The filters that are valid, with the numbers that they have among all, and what is wrong with the others.

    Raises:
        InvalidFilter: the list is not valid.
        InvalidEventPattern: the lone pattern is not valid.
    """
    shown = _text(text)
    found = _filters_in(shown) if shown is not None else None
    if shown is None or found is None:
        return FilterCriteria((Filter(1, parse(text)),), is_bare_pattern=True), []
    start, name, listed = found
    if not listed.startswith("["):
        raise InvalidFilter(problem_at(NO_FILTERS, shown, (start, start + 1), names={"name": name}))
    filters, faults = [], []
    for number, (element, at) in enumerate(raw_elements(listed), 1):
        try:
            filters.append(_filter(shown, element, start + at, number))
        except InvalidFilter as fault:
            faults.append(fault)
            if len(faults) == _MOST_FAULTS:
                break
    return FilterCriteria(tuple(filters), text=shown, span=(start, start + len(listed))), faults


def parse_single_pattern(text: str | bytes) -> EventPattern:
    """Read one pattern, where filter criteria are not taken.

    Args:
        text: JSON text (bytes: UTF-8).

    Raises:
        InvalidEventPattern: it is not valid, or it is filter criteria.
    """
    try:
        return parse(text)
    except InvalidEventPattern:
        shown = _text(text)
        found = _filters_in(shown) if shown is not None else None
        if shown is None or found is None:
            raise
        raise InvalidEventPattern(problem_at(NOT_ONE, shown, (found[0], found[0] + 1))) from None


def _text(text: str | bytes) -> str | None:
    """The text if it is one JSON object; what is wrong otherwise, `parse` tells."""
    try:
        shown = text if isinstance(text, str) else decoded(text)
        return shown if isinstance(strict_tree(shown), tuple) else None
    except (UnicodeDecodeError, JsonFault):
        return None


def _filters_in(text: str) -> tuple[int, str, str] | None:
    """Where the list of filters begins, its name and its text; None if it is a pattern."""
    start, inside = 0, raw_object(text)
    for wrapper in _WRAPPERS:
        value = inside.get(wrapper)
        if value is not None and value.startswith("{"):
            start, inside = inside.offset(wrapper), raw_object(value)
            if not inside.members:  # AWS's way to take all filters away
                return start, wrapper, "[]"
            break
    for name in _LISTS:
        value = inside.get(name)
        if value is not None and (start or _is_filters(value)):
            return start + inside.offset(name), name, value
    return None


def _is_filters(value: str) -> bool:
    """Whether it is a list of filters, and not an event pattern's field called `Filters`."""
    return value.startswith("[") and all(_pattern_of(element) is not None for element, _ in raw_elements(value))


def _pattern_of(element: str) -> str | None:
    """The text of a filter's pattern; None if it is no filter."""
    one = raw_object(element) if element.startswith("{") else RawObject(())
    return one.get("Pattern") or one.get("pattern")


def _filter(text: str, element: str, at: int, number: int) -> Filter:
    one = raw_object(element) if element.startswith("{") else RawObject(())
    pattern = _pattern_of(element)
    if pattern is None or not pattern.startswith(('"', "{")):
        raise InvalidFilter(problem_at(NO_FILTER, text, (at, at + 1), pointer=f"/{number - 1}"))
    named = next((name for name in ("Scope", "scope") if one.has(name)), None)
    scope = (one.text_of(named) or "") if named else ""
    if named and scope not in SCOPES:
        start = at + one.offset(named)
        raise InvalidFilter(problem_at(NO_SCOPE, text, (start, start + len(one.get(named) or ""))))
    try:
        inner = json.loads(pattern) if pattern.startswith('"') else pattern
        if scope == "DATA" and inner.lstrip().startswith("["):
            raise InvalidFilter(problem_at(LIST_AS_PATTERN, inner, (0, len(inner))))
        is_text = pattern.startswith('"')
        return Filter(number, parse(inner), scope, (at, at + len(element)), is_text=is_text)
    except InvalidEventPattern as error:
        raise InvalidFilter(*error.problems, number=number, start=place_of(text, at)) from None

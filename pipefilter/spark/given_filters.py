"""What a caller gives as filters, read: one pattern, filter criteria, or several of them by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from pipefilter.json_text.python_value import NotJson, from_python
from pipefilter.json_text.writer import written
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import Filter, FilterCriteria, parse_filters
from pipefilter.language.parse import parse

__all__ = ["Filters", "NamedFilters", "candidates_of", "criteria_of"]

Filters: TypeAlias = EventPattern | FilterCriteria | str | bytes | Mapping[str, object]
"""One event pattern or filter criteria: read already, JSON text, UTF-8 bytes, or a dict."""
NamedFilters: TypeAlias = Mapping[str, EventPattern | FilterCriteria | str | bytes]
"""Several by name."""

_READ = (EventPattern, FilterCriteria, str, bytes)
_LONE = "pattern"


def candidates_of(given: Filters | NamedFilters) -> list[tuple[str, FilterCriteria]]:
    """The filters to compare, each with its name.

    Args:
        given: one pattern or filter criteria; or a mapping from names to such, as text, bytes, or read already. A
            pattern's own members are none of these, so a mapping with nothing but dicts and lists in it is a pattern.

    Raises:
        InvalidEventPattern: AWS refuses one of them.
    """
    if isinstance(given, Mapping) and any(isinstance(value, _READ) for value in given.values()):
        return [(name, criteria_of(value)) for name, value in given.items()]
    return [(_LONE, criteria_of(given))]


def criteria_of(given: object) -> FilterCriteria:
    """The filters that a caller gives: one pattern, or filter criteria.

    Args:
        given: read already, JSON text, UTF-8 bytes, or a dict.

    Raises:
        InvalidEventPattern: AWS refuses one of them.
    """
    if isinstance(given, FilterCriteria):
        return given
    if isinstance(given, EventPattern):
        return FilterCriteria((Filter(1, given),), is_bare_pattern=True)
    if isinstance(given, str | bytes):
        return parse_filters(given)
    if isinstance(given, Mapping):
        try:
            return parse_filters(written(from_python(dict(given))))
        except NotJson:
            pass
    return FilterCriteria((Filter(1, parse(given)),), is_bare_pattern=True)  # type: ignore[arg-type]  # it says what is wrong

"""Reads filters that a caller passes: a pattern, filter criteria, or several of them by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from pipefilter.json_text.python_value import NotJson, from_python
from pipefilter.json_text.writer import written
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import Filter, FilterCriteria, parse_filters
from pipefilter.language.parse import parse

__all__ = ["Filters", "NamedFilters", "read_candidates", "read_criteria"]

Filters: TypeAlias = EventPattern | FilterCriteria | str | bytes | Mapping[str, object]
"""One event pattern or filter criteria: parsed, JSON text, UTF-8 bytes, or a dict."""
NamedFilters: TypeAlias = Mapping[str, EventPattern | FilterCriteria | str | bytes]
"""Several by name."""

_NO_DICTS = (EventPattern, FilterCriteria, str, bytes)
_ONLY_NAME = "pattern"


def read_candidates(
    patterns: Filters | NamedFilters, *, is_policy: bool = False
) -> list[tuple[str, FilterCriteria]]:
    """The filters to compare, each with its name.

    Args:
        patterns: one pattern or filter criteria; or a mapping from names to them, none of which is a dict. A pattern's
            own members are dicts and lists, so a mapping with no other values is a pattern.
        is_policy: whether a pattern is a filter policy of SNS.

    Raises:
        InvalidEventPattern: AWS rejects one of them.
    """
    if isinstance(patterns, Mapping) and any(isinstance(value, _NO_DICTS) for value in patterns.values()):
        return [(name, read_criteria(value, is_policy=is_policy)) for name, value in patterns.items()]
    return [(_ONLY_NAME, read_criteria(patterns, is_policy=is_policy))]


def read_criteria(pattern: object, *, is_policy: bool = False) -> FilterCriteria:
    """Filter criteria, or one pattern as such: parsed, JSON text, UTF-8 bytes, or a dict.

    Args:
        is_policy: whether a pattern is a filter policy of SNS.

    Raises:
        InvalidEventPattern: AWS rejects one of the patterns.
    """
    if isinstance(pattern, FilterCriteria):
        return pattern
    if isinstance(pattern, EventPattern):
        return FilterCriteria((Filter(1, pattern),), is_bare_pattern=True)
    if isinstance(pattern, str | bytes):
        return parse_filters(pattern, is_policy=is_policy)
    if isinstance(pattern, Mapping):
        try:
            return parse_filters(written(from_python(dict(pattern))), is_policy=is_policy)
        except NotJson:
            pass
    return FilterCriteria((Filter(1, parse(pattern)),), is_bare_pattern=True)  # type: ignore[arg-type]  # it says what is wrong

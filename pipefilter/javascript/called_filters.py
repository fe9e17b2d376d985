"""The filters that a call of the npm package is about: a text, or those of a file, which are loaded once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from pipefilter.application.filters import Filters
from pipefilter.application.loading import filters_in_text, load, with_refusals
from pipefilter.application.pattern_text import json_pattern_text
from pipefilter.errors import InvalidEventPattern
from pipefilter.filtering.record_evaluator import RecordEvaluator
from pipefilter.language.pattern_argument import with_hint

__all__ = ["called_evaluator", "called_filters", "fingerprint", "forget", "load_filters"]

_MAX_TEXTS = 64
"""Patterns that are kept: tests evaluate several events against each."""
_loaded: dict[int, Filters] = {}
"""By key, until the npm package says that nobody has them any more: a file may have changed since."""


def called_filters(pattern: dict[str, Any], options: dict[str, Any]) -> Filters:
    """The filters of a call.

    Args:
        pattern: with `text`, JSON text; or with `name`, the name of a file or of filters in a template. With a `key`,
            those that `load_filters` has kept; `options` are then those of this call, and those in `pattern` are of the
            load.
        options: `service`, `source` and `parameters`, as `pipefilter.load` takes them.

    Raises:
        PipefilterError: as `pipefilter.load` does.
    """
    if "text" in pattern:
        return _of_text(pattern["text"], options.get("service", ""), options.get("source", ""))
    if "key" not in pattern:
        return load(pattern["name"], **options)
    return load(_loaded[pattern["key"]], **options)


def load_filters(pattern: dict[str, Any], options: dict[str, Any]) -> Filters:
    """The filters of a call that loads them; with a `key`, they are kept for later calls with it."""
    if "key" not in pattern:
        return called_filters(pattern, options)
    _loaded[pattern["key"]] = load(pattern["name"], **pattern["options"])
    return called_filters(pattern, options)


def called_evaluator(pattern: dict[str, Any], options: dict[str, Any]) -> RecordEvaluator:
    """What evaluates records by the filters of a call; see `called_filters`."""
    if "text" in pattern:
        return _of_evaluated_text(pattern["text"], options.get("service", ""), options.get("source", ""))
    return _evaluator(called_filters(pattern, options))


def forget(keys: Iterable[int]) -> None:
    """Drop filters that nobody has any more."""
    for key in keys:
        _loaded.pop(key, None)


def fingerprint(filters: Filters) -> str:
    """The same text for filters that evaluate all records in the same way: after a restart, a file is read again."""
    criteria = [filters.criteria]
    if filters.bounds is not None:
        criteria += [filters.bounds.under_approximation, filters.bounds.over_approximation]
    patterns = [[str(each.pattern) for each in some.filters] for some in criteria]
    unknown = filters.bounds.identified if filters.bounds else ""
    services = [service.name for service in filters.placement.services]
    facts = [patterns, unknown, services, filters.source, filters.placement.is_explicit]
    return json.dumps(facts)


def _evaluator(filters: Filters) -> RecordEvaluator:
    return RecordEvaluator(filters.criteria, filters.placement, filters.bounds)


@lru_cache(_MAX_TEXTS)
def _of_text(text: str, service: str, source: str) -> Filters:
    """The filters in JSON text, which is never the name of a file."""
    try:
        filters = filters_in_text(json_pattern_text(text), service=service, source=source)
    except InvalidEventPattern as error:
        raise with_hint(error, text) from None
    return with_refusals(text, filters)


@lru_cache(_MAX_TEXTS)
def _of_evaluated_text(text: str, service: str, source: str) -> RecordEvaluator:
    return _evaluator(_of_text(text, service, source))

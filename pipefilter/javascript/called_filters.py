"""The filters that a call of the npm package is about: a text, or those of a file, which are loaded once."""

from __future__ import annotations

from typing import Any

from pipefilter.application.filters import Filters
from pipefilter.application.loading import filters_in_text, load, with_refusals
from pipefilter.application.pattern_text import json_pattern_text
from pipefilter.errors import InvalidEventPattern
from pipefilter.language.pattern_argument import with_hint

__all__ = ["called_filters"]

_MAX_LOADED = 1000
_loaded: dict[int, Filters] = {}


def called_filters(pattern: dict[str, Any], options: dict[str, Any]) -> Filters:
    """The filters of a call.

    Args:
        pattern: with `text`, JSON text; or with `name`, the name of a file or of filters in a template. With a `number`,
            they are kept, and the next call with it is about the same filters; `options` are then those of the load.
        options: `service`, `source` and `parameters`, as `pipefilter.load` takes them.

    Raises:
        PipefilterError: as `pipefilter.load` does.
    """
    number = pattern.get("number", 0)
    if number in _loaded:
        filters = _loaded[number]
        return load(filters, **options) if options else filters
    if "text" in pattern:
        return _of_text(pattern["text"], options)
    filters = load(pattern["name"], **pattern.get("options", options))
    if number:
        while len(_loaded) >= _MAX_LOADED:  # then the file is read again
            del _loaded[next(iter(_loaded))]
        _loaded[number] = filters
        return load(filters, **options) if options else filters
    return filters


def _of_text(text: str, options: dict[str, Any]) -> Filters:
    """The filters in JSON text, which is never the name of a file."""
    service, source = options.get("service", ""), options.get("source", "")
    try:
        filters = filters_in_text(json_pattern_text(text), service=service, source=source)
    except InvalidEventPattern as error:
        raise with_hint(error, text) from None
    return with_refusals(text, filters)

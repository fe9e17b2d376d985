"""The forms in which callers give patterns: a file's name, JSON text, a dict, a parsed pattern, or loaded filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol, TypeAlias, runtime_checkable

from pipefilter.application.input_files import STDIN, is_inline
from pipefilter.errors import UnreadableInput
from pipefilter.filtering.placement import Placement
from pipefilter.json_text.writer import written
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import FilterCriteria, criteria_json
from pipefilter.language.parse import parse

__all__ = [
    "ARGUMENT",
    "PatternInput",
    "PlacedFilters",
    "criteria_text",
    "file_name",
    "inline_text",
    "listed_patterns",
]


@runtime_checkable
class PlacedFilters(Protocol):
    """Filters with a placement: results of `load` and of `dynamodb_stream.narrow`."""

    @property
    def criteria(self) -> FilterCriteria:
        """The filters."""

    @property
    def placement(self) -> Placement:
        """The service that runs them, and the source of their records."""


PatternInput: TypeAlias = str | bytes | Path | Mapping[str, object] | EventPattern | PlacedFilters
"""The name of a file, or of filters in a template, such as `template.yaml#OrdersPipe`; JSON text, also as UTF-8 bytes; a
dict; a parsed pattern; or filters, such as the results of `load` and `dynamodb_stream.narrow`."""

ARGUMENT = "<argument>"
"""The name in messages of a pattern that is not in a file."""


def listed_patterns(patterns: PatternInput | Iterable[PatternInput]) -> list[PatternInput]:
    """The patterns that a caller gives, one or several, as a list.

    Args:
        patterns: a string, a dict and filters count as one, even with several patterns in them.

    Raises:
        TypeError: it is none of these.
    """
    if isinstance(patterns, str | bytes | Path | Mapping | EventPattern | PlacedFilters):
        return [patterns]
    if isinstance(patterns, bytearray):
        return [bytes(patterns)]
    if not isinstance(patterns, Iterable):
        raise _not_a_pattern(patterns)
    return list(patterns)


def inline_text(pattern: PatternInput) -> str | bytes | None:
    """The JSON text that a caller gives; None if it is the name of a file.

    Args:
        pattern: a string that starts like a JSON object or list is JSON, unless there is a file of that name.

    Raises:
        InvalidEventPattern: a dict has a value without a JSON form.
        TypeError: it is none of these.
    """
    if isinstance(pattern, Mapping):
        from pipefilter.json_text.python_value import NotJson, from_python

        value = dict(pattern)
        try:
            return written(from_python(value))
        except NotJson:
            parse(value)  # its error names the fault
            raise
    if isinstance(pattern, bytes):
        return pattern
    if isinstance(pattern, EventPattern):
        return str(pattern)
    if isinstance(pattern, PlacedFilters):
        return criteria_text(pattern.criteria)
    if not isinstance(pattern, str | Path):
        raise _not_a_pattern(pattern)
    return pattern if isinstance(pattern, str) and is_inline(pattern) else None


def file_name(pattern: PatternInput) -> str:
    """The name of the file that a caller gives for a pattern that is not JSON text.

    Raises:
        UnreadableInput: it is `-`, which only commands read.
    """
    name = str(pattern)
    if name == STDIN:
        raise UnreadableInput("pass sys.stdin.buffer.read(): - means standard input only on the command line")
    return name


def criteria_text(criteria: FilterCriteria) -> str:
    """Filter criteria as JSON text; the text of the pattern if they are a bare pattern."""
    if criteria.is_bare_pattern:
        return str(criteria.filters[0].pattern)
    return criteria.text or criteria_json((str(each.pattern), each.scope) for each in criteria.filters)


def _not_a_pattern(value: object) -> TypeError:
    name = type(value).__name__
    article = "an" if name[0] in "aeiouAEIOU" else "a"
    return TypeError(
        f"{article} {name} is not a pattern: pass a file name, JSON text, bytes, a dict, or the result of load"
    )

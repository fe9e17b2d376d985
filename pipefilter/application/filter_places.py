"""Maps places in a filter's pattern to places in its file: the pattern is JSON inside a JSON string."""

from __future__ import annotations

import json
from collections.abc import Sequence

from pipefilter.errors import Problem
from pipefilter.json_text.place import offset_of
from pipefilter.json_text.raw_object import raw_object
from pipefilter.json_text.tree import value_end
from pipefilter.language.filter_criteria import Filter, FilterCriteria

__all__ = ["FilterPlaces", "filter_places", "pattern_offset"]


class FilterPlaces:
    """The places of a pattern in a file.

    Args:
        text: of the file.
        start: the offset of the value that is the pattern: an object, or a string with its text.

    Attributes:
        pattern: its own text.
        places: the offset in the file of each of its characters, and the offset after the last.
    """

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        literal = text[start : value_end(text, start)]
        self.pattern = literal
        self.places: Sequence[int] = range(start, start + len(literal) + 1)
        if literal.startswith('"'):
            from pipefilter.templates.nodes.character_places import character_places

            self.pattern = json.loads(literal)
            self.places = character_places(text, start, start + len(literal), self.pattern)

    def span(self, problem: Problem) -> tuple[int, int]:
        """The offsets in the file of the start and end of a problem, which has places in the pattern's own text."""
        last = len(self.pattern)
        start, end = (
            self.places[min(offset_of(self.pattern, place), last)] for place in (problem.start, problem.end)
        )
        return start, max(start + 1, end)


def pattern_offset(text: str, at: int) -> int:
    """The offset of the pattern of a filter.

    Args:
        at: the offset of the filter, an object with `Pattern`.
    """
    members = raw_object(text[at : value_end(text, at)])
    return at + members.offset(next(name for name in ("Pattern", "pattern") if members.get(name)))


def filter_places(criteria: FilterCriteria, filter_: Filter) -> FilterPlaces | None:
    """The places of a filter's pattern in the file; None if its pattern is the file."""
    if not criteria.is_bare_pattern:
        return FilterPlaces(criteria.text, pattern_offset(criteria.text, filter_.span[0]))
    return FilterPlaces(criteria.text, filter_.span[0]) if criteria.text else None

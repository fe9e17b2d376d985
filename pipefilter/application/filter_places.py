"""Maps places in a filter's pattern to places in its file: the pattern is JSON inside a JSON string."""

from __future__ import annotations

import json
from collections.abc import Sequence

from pipefilter.errors import Problem
from pipefilter.json_text.place import offset_of
from pipefilter.json_text.raw_object import raw_object
from pipefilter.json_text.tree import value_end
from pipefilter.templates.nodes.character_places import character_places

__all__ = ["FilterPlaces"]


class FilterPlaces:
    """The places of one filter."""

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        members = raw_object(text[at : value_end(text, at)])
        name = next(name for name in ("Pattern", "pattern") if members.get(name))
        start, literal = at + members.offset(name), members.get(name) or ""
        self._pattern = literal
        self._places: Sequence[int] = range(start, start + len(literal) + 1)
        if literal.startswith('"'):
            self._pattern = json.loads(literal)
            self._places = character_places(text, start, start + len(literal), self._pattern)

    def span(self, problem: Problem) -> tuple[int, int]:
        """The offsets in the file of the start and end of a problem, which has places in the pattern's own text."""
        last = len(self._pattern)
        start, end = (
            self._places[min(offset_of(self._pattern, place), last)] for place in (problem.start, problem.end)
        )
        return start, max(start + 1, end)

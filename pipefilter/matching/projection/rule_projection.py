"""Evaluates many patterns on a parsed event: of the event, only the few values are read that lead to patterns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from pipefilter.matching.projection.projected_path import (
    ProjectedPath,
    can_be_projected,
    hidden_name_detector,
    share_places,
)
from pipefilter.matching.projection.projected_values import path_readers
from pipefilter.matching.rule_index import RuleIndex
from pipefilter.matching.rule_search import RuleSearch
from pipefilter.matching.search_hits import SearchHits
from pipefilter.native_libraries.byte_search import count
from pipefilter.native_libraries.json_reader import Object

__all__ = ["RuleProjection", "rule_projection"]

_MAX_PATHS = 24
"""With more paths to look up, parsing the whole event is faster."""

_USUAL_LENGTH = 2
"""The number of names of the path that most patterns have."""


class RuleProjection:
    """Many patterns, which must not change, prepared for evaluating many events.

    Args:
        index: of the branches of all patterns.
        paths: of all fields, with the names that make them up.
    """

    def __init__(self, index: RuleIndex, paths: Mapping[str, tuple[str, ...]]) -> None:
        projected = {path: ProjectedPath(steps) for path, steps in paths.items()}
        share_places(projected.values())
        self.may_hide: Callable[[bytes], bool] = hidden_name_detector(projected.values())
        """Whether bytes may have a name of the patterns with escapes, or before a dot."""
        readers, places = path_readers(projected)
        search = RuleSearch(index, readers, len(places))
        self.evaluate: Callable[[Object, bytes], tuple[int, ...] | None]
        """The numbers of the patterns that match, ascending; None if the event must be read in another way.

        Arguments are the parsed line and the line, a JSON object in which no name is hidden: see `may_hide`.
        """
        self.evaluate = _first_path_inlined(search, projected, places) or search.numbers


def _first_path_inlined(
    search: RuleSearch, paths: Mapping[str, ProjectedPath], places: Mapping[tuple[str, ...], int]
) -> Callable[[Object, bytes], tuple[int, ...] | None] | None:
    """`search.numbers` without calls for the first path, as that is read of each event; None if it is not so simple."""
    first = search.first
    if first is None or len(paths[first.path].keys) != _USUAL_LENGTH:
        return None
    (parent, key), (_, name) = paths[first.path].keys, paths[first.path].quoted
    slot, hits_of, of_string, numbers_after = first.slot, first.hits, search.of_string, search.numbers_after
    unread, readers, place = search.unread, search.readers, places[paths[first.path].steps[:-1]]

    def numbers(event: Object, line: bytes) -> tuple[int, ...] | None:
        try:
            node = event[parent]  # type: ignore[index]  # as `path_readers`
            value = node[key]  # type: ignore[index]  # as above
        except (KeyError, TypeError):
            return search.numbers(event, line)
        if type(value) is not str or count(line, name) != 1:
            return search.numbers(event, line)
        known = hits_of.get(value)
        if known is None:
            return ()
        hits = known if type(known) is SearchHits else of_string(first, value)
        seen = unread.copy()
        seen[slot] = value
        seen[place] = node
        only = hits.only
        if only is not None:  # many patterns have this value, and differ in another field
            value = seen[only.slot] = readers[only.slot](event, line, seen)
            if type(value) is str and value not in only.hits:
                return ()
        return numbers_after(hits, event, line, seen)

    return numbers


def rule_projection(index: RuleIndex, ways: Collection[tuple[str, tuple[str, ...]]]) -> RuleProjection | None:
    """The projection of many patterns; None if looking up single fields is not certain enough for them, or too slow.

    Args:
        ways: the paths of all fields, with the names that make them up; a path may occur with different names.
    """
    if len(index.by_path) > _MAX_PATHS or not all(can_be_projected(steps) for _, steps in ways):
        return None
    return RuleProjection(index, dict(ways))

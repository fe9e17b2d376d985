"""Evaluates many patterns on one event: it reads only the few values that lead to patterns, each once.

How values are read is left to functions, as an event may be a dict, or parsed by a native library.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from pipefilter.json_text.tree import Scalar
from pipefilter.matching.rule_index import FEW, RuleIndex
from pipefilter.matching.search_hits import IndexHits, Leaf, SearchHits, SearchPath

__all__ = ["Reader", "RuleSearch", "Seen", "Values"]

Values: TypeAlias = "str | tuple[Scalar, ...] | None"
"""The only value of a path if it is a string; all values; or None if they are not certain."""
Seen: TypeAlias = list[Any]
"""What was read of the event: the values of each path, then what readers keep for each other; None if it was not read."""
Reader: TypeAlias = Callable[[Any, bytes, Seen], Values]
"""Reads the values of a path; arguments are the event, its text, and what was read of it before."""


class RuleSearch:
    """Many patterns, which must not change, prepared for evaluating many events.

    Args:
        index: of the branches of all patterns.
        readers: for all paths of the patterns.
        kept: how many places readers need in `Seen`, after those of the paths.
    """

    def __init__(self, index: RuleIndex, readers: Mapping[str, Reader], kept: int = 0) -> None:
        self.readers = tuple(readers.values())
        self.unread: Seen = [None] * (len(readers) + kept)
        """Nothing was read; to be copied for each event."""
        hits = IndexHits({path: slot for slot, path in enumerate(readers)})
        self._of_values = hits.of_values
        self.of_string = hits.of_string
        """What a string leads to at a path, if it is the only value there."""
        self._root = hits.root(index)

    @property
    def first(self) -> SearchPath | None:
        """The path by which all patterns are selected, if strings must be among its hits."""
        return self._root.only

    def numbers(self, event: object, text: bytes) -> tuple[int, ...] | None:
        """The numbers of the patterns that match, ascending; None if a value that is needed is not certain."""
        return self.numbers_after(self._root, event, text, self.unread.copy())

    def numbers_after(  # noqa: C901 - the innermost loop, without calls
        self, hits: SearchHits, event: object, text: bytes, seen: Seen
    ) -> tuple[int, ...] | None:
        """The same of those that something leads to."""
        readers = self.readers
        leaf, todo = hits.leaf, hits.paths
        while todo:
            below: tuple[SearchPath, ...] = ()
            for path in todo:
                slot = path.slot
                values = seen[slot]
                if values is None:
                    values = seen[slot] = readers[slot](event, text, seen)
                if type(values) is str:
                    known = path.hits.get(values)
                    if type(known) is SearchHits:
                        hits = known
                    elif known is None and path.is_complete:
                        continue
                    else:
                        hits = self.of_string(path, values)
                elif values is None:
                    return None
                elif values:
                    hits = self._of_values(path, values)
                else:
                    continue
                if hits.leaf:
                    leaf = leaf + hits.leaf if leaf else hits.leaf
                if hits.paths:
                    below = below + hits.paths if below else hits.paths
            todo = below
        return self._matching(leaf, event, text, seen) if leaf else ()

    def _matching(self, leaf: Leaf, event: object, text: bytes, seen: Seen) -> tuple[int, ...] | None:
        """The numbers of the patterns whose fields match."""
        matching: set[int] = set()
        readers = self.readers
        # several values may lead to the same branch
        for number, fields in dict.fromkeys(leaf) if len(leaf) > FEW else leaf:
            if number in matching:
                continue
            for field in fields:
                slot = field.slot
                values = seen[slot]
                if values is None:
                    values = seen[slot] = readers[slot](event, text, seen)
                    if values is None:
                        return None
                if type(values) is str:
                    if values not in field.matching and (field.others is None or not field.others(values)):
                        break
                elif not field.holds(values):
                    break
            else:
                matching.add(number)
        return tuple(sorted(matching)) if matching else ()

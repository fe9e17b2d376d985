"""What values lead to in the index of many patterns: patterns, with the fields that are still to match, and further paths.

What a string leads to is prepared when an event first has it. If an index has only whole strings at a path, there is one
such string for each of its buckets; so the fields that match it need not be evaluated again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from pipefilter.dataclass import dataclass
from pipefilter.json_text.tree import Scalar
from pipefilter.language.event_pattern import Field
from pipefilter.language.operator import Operator
from pipefilter.matching.requirement_index import Bucket, RequirementIndex
from pipefilter.matching.rule_field import RuleField
from pipefilter.matching.rule_index import FEW, IndexedBranch, RuleIndex

__all__ = ["IndexHits", "Leaf", "SearchHits", "SearchPath"]

_Bucket: TypeAlias = Bucket[IndexedBranch, RuleIndex]
Leaf: TypeAlias = "tuple[tuple[int, tuple[RuleField, ...]], ...]"
"""Patterns by their numbers, each with the fields that must match, too."""
_Known: TypeAlias = Mapping[str, str]
"""The values of some paths, each the only one."""


@dataclass(slots=True, eq=False)
class SearchPath:
    """A path by which an index selects branches, for events with certain values at some other paths.

    Args:
        slot: of its values in what was read.
        hits: what strings lead to; a bucket if that was not prepared yet.
        is_complete: whether all other strings lead to nothing.
        known: those values.
    """

    path: str
    slot: int
    requirements: RequirementIndex[IndexedBranch, RuleIndex]
    hits: dict[str, SearchHits | _Bucket]
    is_complete: bool
    known: _Known


@dataclass(slots=True, eq=False)
class SearchHits:
    """Patterns that may match, and paths that lead to more."""

    leaf: Leaf
    paths: tuple[SearchPath, ...]
    only: SearchPath | None = None
    """The path if there is nothing else, and strings must be among its hits."""

    def __post_init__(self) -> None:
        if not self.leaf and len(self.paths) == 1 and self.paths[0].is_complete:
            self.only = self.paths[0]


_NOTHING = SearchHits((), ())


class IndexHits:
    """Prepares what values lead to.

    Args:
        slots: of the values of each path in what was read.
    """

    def __init__(self, slots: Mapping[str, int]) -> None:
        self._slots = slots
        self._fields: dict[tuple[str, tuple[Operator, ...]], RuleField] = {}
        self._of_buckets: dict[tuple[_Bucket, bool], SearchHits] = {}
        """What buckets lead to if no value is known, and whether there are several values to look up."""

    def root(self, index: RuleIndex) -> SearchHits:
        """What an index leads to without any value."""
        return self._hits_below(index, {})

    def of_string(self, path: SearchPath, value: str) -> SearchHits:
        """What a string leads to at a path, if it is the only value there."""
        buckets = path.requirements.buckets(value)
        if value not in path.hits or len(buckets) != 1:
            return self._joined(buckets, many=False)
        hits = path.hits[value] = self._of_bucket(*buckets, {**path.known, path.path: value})
        return hits

    def of_values(self, path: SearchPath, values: tuple[Scalar, ...]) -> SearchHits:
        """What some values lead to at a path."""
        return self._joined(path.requirements.buckets_for(values), many=len(values) > 1)

    def _joined(self, buckets: Iterable[_Bucket], *, many: bool) -> SearchHits:
        """What some buckets lead to, if no value is known.

        Args:
            many: whether the event has several values to look up.
        """
        joined = _NOTHING
        leaf: list[tuple[int, tuple[RuleField, ...]]] = []
        paths: list[SearchPath] = []
        for bucket in buckets:
            hits = self._of_buckets.get((bucket, many)) or self._remember(bucket, many=many)
            if joined is _NOTHING:  # mostly there are not several
                joined = hits
                continue
            if not leaf and not paths:
                leaf, paths = [*joined.leaf], [*joined.paths]
            leaf += hits.leaf
            paths += hits.paths
        return SearchHits(tuple(leaf), tuple(paths)) if leaf or paths else joined

    def _remember(self, bucket: _Bucket, *, many: bool) -> SearchHits:
        """Prepare what a bucket leads to, if no value is known."""
        below = bucket.below
        if many and below is not None and len(below.entries) <= FEW:
            hits = SearchHits(self._leaf(below.entries, {}), ())
        else:
            hits = self._of_bucket(bucket, {})
        self._of_buckets[bucket, many] = hits
        return hits

    def _of_bucket(self, bucket: _Bucket, known: _Known) -> SearchHits:
        """What a bucket leads to."""
        if bucket.below is None:
            return SearchHits(self._leaf(bucket.entries, known), ())
        return self._hits_below(bucket.below, known)

    def _hits_below(self, index: RuleIndex, known: _Known) -> SearchHits:
        """What an index leads to."""
        paths = []
        for path, requirements in index.by_path.items():
            if path in self._slots:  # else it is the path of a pattern that was removed
                whole = requirements.whole_strings
                hits: dict[str, SearchHits | _Bucket] = {} if whole is None else dict(whole)
                is_complete = whole is not None and not requirements.has_surrogates
                paths.append(SearchPath(path, self._slots[path], requirements, hits, is_complete, known))
        return SearchHits(self._leaf(index.always, known), tuple(paths))

    def _leaf(self, branches: Iterable[IndexedBranch], known: _Known) -> Leaf:
        """The patterns of branches that known values do not rule out, with the fields that other values decide."""
        leaf = []
        for branch in branches:
            if not branch.alive:
                continue
            rest = []
            for path, field in branch.fields.items():
                prepared = self._field(path, field)
                if path not in known:
                    rest.append(prepared)
                elif not prepared.holds((known[path],)):
                    break
            else:
                leaf.append((branch.rule, tuple(rest)))
        return tuple(leaf)

    def _field(self, path: str, field: Field) -> RuleField:
        key = (path, field.alternatives)
        known = self._fields.get(key)
        if known is None:
            known = self._fields[key] = RuleField(self._slots[path], field)
        return known

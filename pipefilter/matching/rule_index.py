"""The branches of many patterns, each filed under one of its fields: an event leads to the few it may match.

Where many branches have the same in that field, they are filed again under another one, and so on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from math import prod

from pipefilter.json_text.tree import Scalar
from pipefilter.language.branches import branches_of
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.operators.exists import Exists
from pipefilter.matching.compiled_field import CompiledField
from pipefilter.matching.event_values import looks_into_empty_names
from pipefilter.matching.requirement_index import Bucket, RequirementIndex

__all__ = ["CandidateSearch", "IndexedBranch", "RuleIndex", "indexed_branches"]

_MANY = 2
"""So many branches under one value are filed under another field too."""
_FEW = 16
"""So few are all candidates where an event has several values: each would lead to them on its own way."""
_MOST_LEVELS = 6
_MOST_PLACES = 64
"""A branch is filed again only so long as it does not stand in more places than that."""
_NEW_PATH = 3
"""One more path to look up in each event costs about as much as so many branches looked at in vain."""


@dataclass(slots=True, eq=False)
class IndexedBranch:
    """One branch of one pattern.

    Args:
        rule: the number of the pattern.
        fields: by path.
        empty_names: whether AWS's engine looks into empty names for the pattern.
        alive: whether the pattern is still there.
    """

    rule: int
    fields: dict[str, Field]
    empty_names: bool = False
    alive: bool = True
    compiled: tuple[CompiledField, ...] | None = None
    """The fields made ready, once they are needed."""


def indexed_branches(rule: int, pattern: EventPattern) -> tuple[IndexedBranch, ...]:
    """The branches of a pattern, to be added to an index.

    Args:
        rule: the number of the pattern.
        pattern: parsed or built.
    """
    branches = branches_of(pattern)
    empty_names = looks_into_empty_names(path for branch in branches for path in branch.fields)
    return tuple(IndexedBranch(rule, branch.fields, empty_names) for branch in branches)


class RuleIndex:
    """Branches by what an event must have for them.

    Args:
        used: the paths under which these branches are filed already.
    """

    __slots__ = ("_next_split", "_used", "always", "by_path", "entries")

    def __init__(self, used: frozenset[str] = frozenset()) -> None:
        self.by_path: dict[str, RequirementIndex[IndexedBranch, RuleIndex]] = {}
        """At each path the branches that are filed under it."""
        self.always: list[IndexedBranch] = []
        """Those that no field tells anything of."""
        self.entries: list[IndexedBranch] = []
        """All of them."""
        self._used = used
        self._next_split: dict[Bucket[IndexedBranch, RuleIndex], int] = {}

    def add(self, branch: IndexedBranch) -> None:
        """File a branch.

        Args:
            branch: of any pattern.
        """
        self.entries.append(branch)
        path = self._best_path(branch)
        if path is None:
            self.always.append(branch)
            return
        index = self.by_path.setdefault(path, RequirementIndex())
        for operator in branch.fields[path].alternatives:
            for bucket in index.add(branch, operator.requirement()):
                self._added(bucket, branch, path)

    def _best_path(self, branch: IndexedBranch) -> str | None:
        """The path under which to file: where the branch is found the least often in vain."""
        best, least = None, -1
        places = prod(len(branch.fields[path].alternatives) for path in self._used)
        for path, field in branch.fields.items():
            # a field that may be absent has no value to be found by
            if path in self._used or any(isinstance(o, Exists) and not o.present for o in field.alternatives):
                continue
            if self._used and places * len(field.alternatives) > _MOST_PLACES:
                continue
            index = self.by_path.get(path)
            cost = 0 if index is not None else _NEW_PATH
            known = index if index is not None else _NOTHING_YET
            cost += sum(known.cost(operator.requirement()) for operator in field.alternatives)
            if best is None or cost < least:
                best, least = path, cost
        return best

    def _added(self, bucket: Bucket[IndexedBranch, RuleIndex], branch: IndexedBranch, path: str) -> None:
        """See to it that no bucket is large if another field can tell its branches apart."""
        if bucket.below is not None:
            bucket.entries.clear()
            bucket.below.add(branch)
            return
        size = len(bucket.entries)
        if size < self._next_split.get(bucket, _MANY) or len(self._used) >= _MOST_LEVELS:
            return
        below = RuleIndex(self._used | {path})
        for one in bucket.entries:
            below.add(one)
        if len(below.always) > size // 2:
            self._next_split[bucket] = 2 * size  # no use; perhaps there will be others
            return
        bucket.entries.clear()
        bucket.below = below

    def candidates(self, values: Mapping[str, Collection[Scalar]]) -> Collection[IndexedBranch]:
        """The branches that may match, each once; all that do are among them.

        Args:
            values: of an event, all that it has, by their paths.
        """
        search = CandidateSearch(self)
        for index in search:
            few, many = index.by_path, values
            for path in few if len(few) <= len(many) else many:
                if path in few and path in many:
                    search.look_up(few[path], values[path])
        return search.branches


class CandidateSearch:
    """Goes down from an index to those that an event's values lead to, visits each once, and collects branches.

    Args:
        index: of all branches.
    """

    __slots__ = ("_found", "_todo")

    def __init__(self, index: RuleIndex) -> None:
        self._todo = [index]
        self._found: dict[IndexedBranch, None] = {}

    def __iter__(self) -> Iterator[RuleIndex]:
        """The indexes, each with paths to be looked up before the next one is asked for."""
        while self._todo:
            index = self._todo.pop()
            self._found.update(dict.fromkeys(index.always))
            yield index

    def look_up(
        self, requirements: RequirementIndex[IndexedBranch, RuleIndex], values: Collection[Scalar]
    ) -> None:
        """Collect the branches whose requirement some of the values may meet.

        Args:
            requirements: of the index that is visited, at one path.
            values: that the event has at this path.
        """
        for bucket in requirements.buckets_for(values):
            if bucket.below is None:
                self._found.update(dict.fromkeys(bucket.entries))
            elif len(values) > 1 and len(bucket.below.entries) <= _FEW:
                self._found.update(dict.fromkeys(bucket.below.entries))
            else:
                self._todo.append(bucket.below)

    @property
    def branches(self) -> Collection[IndexedBranch]:
        """Those collected so far, each once."""
        return self._found.keys()


_NOTHING_YET: RequirementIndex[IndexedBranch, RuleIndex] = RequirementIndex()

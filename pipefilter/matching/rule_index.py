"""An index of the branches of many patterns, each under one of its fields: an event looks up the few it may match.

Where many branches share a requirement on that field, they are indexed again by another field, and so on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import prod

from pipefilter.dataclass import dataclass
from pipefilter.json_text.tree import Scalar
from pipefilter.language.branches import branches_of
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.operators.exists import Exists
from pipefilter.matching.compiled_field import CompiledField
from pipefilter.matching.event_values import looks_into_empty_names
from pipefilter.matching.requirement_index import Bucket, RequirementIndex

__all__ = ["FEW", "IndexedBranch", "RuleIndex", "indexed_branches"]

_MANY = 2
"""The size of a bucket from which its branches are indexed by another field too."""
FEW = 16
"""The size of a bucket up to which all its branches are candidates if an event has several values to look up."""
_MAX_LEVELS = 6
_MAX_PLACES = 64
"""The maximum number of places in which a branch is indexed again."""
_NEW_PATH = 3
"""The cost of looking up another path in each event, as a number of wasted branches."""


@dataclass(slots=True, eq=False)
class IndexedBranch:
    """A branch of a pattern, as the index finds it.

    Args:
        empty_names: whether AWS's engine looks into empty names for the pattern.
    """

    rule: int
    fields: dict[str, Field]
    empty_names: bool = False
    alive: bool = True
    compiled: tuple[CompiledField, ...] | None = None
    """The compiled fields, once they are needed."""


def indexed_branches(rule: int, pattern: EventPattern) -> tuple[IndexedBranch, ...]:
    """The branches of a pattern, to be added to an index."""
    branches = branches_of(pattern)
    empty_names = looks_into_empty_names(path for branch in branches for path in branch.fields)
    return tuple(IndexedBranch(rule, branch.fields, empty_names) for branch in branches)


class RuleIndex:
    """Branches by the conditions that an event must meet for them.

    Args:
        used: the paths by which an index above has these branches.
    """

    __slots__ = ("_next_split", "_used", "always", "by_path", "entries")

    def __init__(self, used: frozenset[str] = frozenset()) -> None:
        self.by_path: dict[str, RequirementIndex[IndexedBranch, RuleIndex]] = {}
        """The branches that are indexed by a path, for each path."""
        self.always: list[IndexedBranch] = []
        """The branches that have no useful requirement on any path."""
        self.entries: list[IndexedBranch] = []
        """All branches."""
        self._used = used
        self._next_split: dict[Bucket[IndexedBranch, RuleIndex], int] = {}

    def add(self, branch: IndexedBranch) -> None:
        """Add a branch."""
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
        """The path to index a branch by: the one with the fewest wasted lookups."""
        best, lowest = None, -1
        places = prod(len(branch.fields[path].alternatives) for path in self._used)
        for path, field in branch.fields.items():
            # a field that may be absent may have no value to look up
            if path in self._used or any(isinstance(o, Exists) and not o.present for o in field.alternatives):
                continue
            if self._used and places * len(field.alternatives) > _MAX_PLACES:
                continue
            index = self.by_path.get(path)
            cost = 0 if index is not None else _NEW_PATH
            existing = index if index is not None else _EMPTY
            cost += sum(existing.cost(operator.requirement()) for operator in field.alternatives)
            if best is None or cost < lowest:
                best, lowest = path, cost
        return best

    def _added(self, bucket: Bucket[IndexedBranch, RuleIndex], branch: IndexedBranch, path: str) -> None:
        """Split a bucket that has become large if another field can distinguish its branches."""
        if bucket.below is not None:
            bucket.entries.clear()
            bucket.below.add(branch)
            return
        size = len(bucket.entries)
        if size < self._next_split.get(bucket, _MANY) or len(self._used) >= _MAX_LEVELS:
            return
        below = RuleIndex(self._used | {path})
        for entry in bucket.entries:
            below.add(entry)
        if len(below.always) > size // 2:
            self._next_split[bucket] = 2 * size  # not worth it yet; try again when there are more
            return
        bucket.entries.clear()
        bucket.below = below

    def candidates(self, values: Mapping[str, Collection[Scalar]]) -> Collection[IndexedBranch]:
        """The branches that may match an event with these values by path, each once; they include all that do."""
        branches: list[IndexedBranch] = []
        todo = [self]
        while todo:
            index = todo.pop()
            if index.always:
                branches += index.always
            by_path = index.by_path
            # patterns may have more paths than the event, and the event more than the patterns
            for path in by_path if len(by_path) <= len(values) else values:
                requirements = by_path.get(path)
                values_here = values.get(path)
                if not values_here or requirements is None:
                    continue
                for bucket in requirements.buckets_for(values_here):
                    below = bucket.below
                    if below is None:
                        branches += bucket.entries
                    elif len(values_here) > 1 and len(below.entries) <= FEW:
                        branches += below.entries
                    else:
                        todo.append(below)
        return dict.fromkeys(branches) if len(branches) > 1 else branches


_EMPTY: RequirementIndex[IndexedBranch, RuleIndex] = RequirementIndex()

"""The branches of many patterns, each filed under one of its fields: an event leads to the few it may match.

Where many branches have the same in that field, they are filed again under another one, and so on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

from pipefilter.json_text.tree import Scalar
from pipefilter.language.event_pattern import Field
from pipefilter.language.operators.exists import Exists
from pipefilter.matching.compiled_field import CompiledField
from pipefilter.matching.demand_index import Bucket, DemandIndex

__all__ = ["IndexedBranch", "RuleIndex"]

_MANY = 2
"""So many branches under one value are filed under another field too."""
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
        alive: whether the pattern is still there.
    """

    rule: int
    fields: dict[str, Field]
    alive: bool = True
    compiled: tuple[CompiledField, ...] | None = None
    """The fields made ready, once they are needed."""


class RuleIndex:
    """Branches by what an event must have for them.

    Args:
        used: the paths under which these branches are filed already.
    """

    __slots__ = ("_next_split", "_used", "always", "by_path")

    def __init__(self, used: frozenset[str] = frozenset()) -> None:
        self.by_path: dict[str, DemandIndex[IndexedBranch, RuleIndex]] = {}
        """At each path the branches that are filed under it."""
        self.always: list[IndexedBranch] = []
        """Those that no field tells anything of."""
        self._used = used
        self._next_split: dict[Bucket[IndexedBranch, RuleIndex], int] = {}

    def add(self, branch: IndexedBranch) -> None:
        """File a branch.

        Args:
            branch: of any pattern.
        """
        path = self._best_path(branch)
        if path is None:
            self.always.append(branch)
            return
        index = self.by_path.setdefault(path, DemandIndex())
        for operator in branch.fields[path].alternatives:
            for bucket in index.add(branch, operator.demand()):
                self._added(bucket, branch, path)

    def _best_path(self, branch: IndexedBranch) -> str | None:
        """The path under which to file: where the branch is found the least often in vain."""
        best, least = None, -1
        places = prod(len(branch.fields[path].alternatives) for path in self._used)
        for path, field in branch.fields.items():
            # a field that may be absent has no value to be found by
            if path in self._used or any(isinstance(o, Exists) and not o.there for o in field.alternatives):
                continue
            if self._used and places * len(field.alternatives) > _MOST_PLACES:
                continue
            index = self.by_path.get(path)
            cost = 0 if index is not None else _NEW_PATH
            known = index if index is not None else _NOTHING_YET
            cost += sum(known.cost(operator.demand()) for operator in field.alternatives)
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

    def candidates(self, values: Mapping[str, Sequence[Scalar]]) -> list[IndexedBranch]:
        """The branches that may match; all that do are among them, some perhaps more than once.

        Args:
            values: of an event, all that it has, by their paths.
        """
        found: list[IndexedBranch] = []
        todo = [self]
        while todo:
            index = todo.pop()
            found += index.always
            few, many = index.by_path, values
            for path in few if len(few) <= len(many) else many:
                if path not in few or path not in many:
                    continue
                for value in values[path]:
                    for bucket in few[path].buckets(value):
                        if bucket.below is None:
                            found += bucket.entries
                        else:
                            todo.append(bucket.below)
        return found


_NOTHING_YET: DemandIndex[IndexedBranch, RuleIndex] = DemandIndex()

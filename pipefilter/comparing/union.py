"""One side of a comparison: event patterns of which one must match, as one list of branches."""

from __future__ import annotations

from collections.abc import Iterable

from pipefilter.dataclass import dataclass
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.branches import Branch, branch_count, branches_of
from pipefilter.language.event_pattern import EventPattern
from pipefilter.matching.event_values import looks_into_empty_names
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.matching.reference_matcher import ReferenceMatcher

__all__ = ["MAX_BRANCHES", "Conjunction", "Union", "union_of"]

MAX_BRANCHES = 2_000
"""Branches of one side; with more, nothing is proven."""
_PARSING = 100
"""Steps to read a small event."""


@dataclass(frozen=True, slots=True, eq=False)
class Conjunction:
    """A branch: conditions on fields, all of which must be met.

    Args:
        fields: the condition on each field, by its path, in the order in which AWS evaluates them.
        branch: from which they come.
    """

    fields: dict[str, FieldPredicate]
    branch: Branch


@dataclass(frozen=True, slots=True, eq=False)
class Union:
    """Patterns of which at least one must match, such as those of filter criteria.

    Args:
        branches: of all patterns; None if there are too many.
        empty_names: for each pattern, whether AWS looks into empty names of an event for it.
    """

    branches: tuple[Conjunction, ...] | None
    empty_names: frozenset[bool]
    _matchers: tuple[ReferenceMatcher, ...]

    @property
    def weight(self) -> int:
        """How much work it is to evaluate an event, in steps of the budget."""
        return _PARSING + 2 * sum(1 + len(branch.fields) for branch in self.branches or ())

    def matches(self, event: Json) -> bool:
        """Whether one of the patterns matches an event.

        Raises:
            EventTooIntricate: no verdict within the budget.
        """
        text = written(event)
        return any(matcher.matches(text) for matcher in self._matchers)


def union_of(patterns: Iterable[EventPattern]) -> Union:
    """Patterns of which at least one must match."""
    each_once = tuple(dict.fromkeys(patterns))
    if sum(branch_count(pattern.members) for pattern in each_once) > MAX_BRANCHES:
        return Union(None, frozenset(), ())
    branches = [branches_of(pattern) for pattern in each_once]
    known: dict[int, FieldPredicate] = {}  # branches share fields
    conjunctions = [
        Conjunction(
            {
                path: known.setdefault(id(field), FieldPredicate(field.alternatives))
                for path, field in branch.fields.items()
            },
            branch,
        )
        for pattern_branches in branches
        for branch in pattern_branches
    ]
    empty_names = frozenset(
        looks_into_empty_names(path for branch in pattern_branches for path in branch.fields)
        for pattern_branches in branches
    )
    return Union(tuple(conjunctions), empty_names, tuple(map(ReferenceMatcher, each_once)))

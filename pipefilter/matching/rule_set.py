"""Many named event patterns, matched together: an event is evaluated only against the patterns that it may match."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipefilter.dataclass import dataclass
from pipefilter.json_text.tree import Json
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.operator import Operator
from pipefilter.language.pattern_argument import parse_argument
from pipefilter.matching.budget import Budget
from pipefilter.matching.compiled_field import CompiledField, FieldVerdicts
from pipefilter.matching.event_text import Event
from pipefilter.matching.event_values import EventValues, PathValues
from pipefilter.matching.rule_index import IndexedBranch, RuleIndex, indexed_branches
from pipefilter.matching.short_cuts import RuleShortCuts, tree_for
from pipefilter.override import override

__all__ = ["RuleSet"]

_MANY_REMOVED = 1000
"""The number of branches of removed patterns from which on the index is rebuilt."""


@dataclass(frozen=True, slots=True, eq=False)
class _Rule:
    """A pattern; rules match in the order of their numbers."""

    number: int
    pattern: EventPattern
    branches: tuple[IndexedBranch, ...]


class RuleSet:
    """Named event patterns, like the rules of an event bus.

    Args:
        patterns: by name; each an `EventPattern`, JSON text, UTF-8 bytes, or a dict.

    Raises:
        InvalidEventPattern: AWS rejects one of them; a note on the error names it.
    """

    def __init__(
        self, patterns: Mapping[str, EventPattern | str | bytes | Mapping[str, object]] | None = None
    ) -> None:
        self._rules: dict[str, _Rule] = {}
        self._names: dict[int, str] = {}
        self._next = 0
        self._removed = 0
        self.index = RuleIndex()
        """All branches; a branch's `rule` is the number of its pattern."""
        self.field_weight = 1
        """How many tests a value may cost in the field with the most, perhaps in one that was removed."""
        self._slots: dict[str, int] = {}
        self._paths = PathValues(())
        self._fields: dict[tuple[str, tuple[Operator, ...]], CompiledField] = {}
        self._short_cuts: RuleShortCuts | None = None
        for name, pattern in (patterns or {}).items():
            self.add(name, pattern)

    @override
    def __reduce__(self) -> tuple[object, ...]:
        return type(self), ({name: rule.pattern for name, rule in self._rules.items()},)

    @override
    def __repr__(self) -> str:
        return f"<RuleSet: {len(self._rules)} patterns>"

    def add(self, name: str, pattern: EventPattern | str | bytes | Mapping[str, object]) -> None:
        """Add a pattern after the others, or replace the one of this name.

        Args:
            pattern: an `EventPattern`, JSON text, UTF-8 bytes, or a dict.

        Raises:
            InvalidEventPattern: AWS rejects the pattern.
        """
        try:
            read = parse_argument(pattern)
        except ValueError as error:
            error.add_note(f"in the pattern {name!r}")
            raise
        self._short_cuts = None
        before = self._rules.get(name)
        if before is not None:
            self._discard(before)
        number = self._next if before is None else before.number
        self._next += before is None
        branches = indexed_branches(number, read)
        self._rules[name] = _Rule(number, read, branches)
        self._names[number] = name
        for branch in branches:
            self._index_branch(branch)

    def remove(self, name: str) -> None:
        """Remove a pattern.

        Raises:
            KeyError: there is no pattern of this name.
        """
        rule = self._rules.pop(name)
        self._short_cuts = None
        del self._names[rule.number]
        self._discard(rule)

    def _discard(self, rule: _Rule) -> None:
        for branch in rule.branches:
            branch.alive = False  # it stays in the index until that is rebuilt
        self._removed += len(rule.branches)
        if self._removed > _MANY_REMOVED and self._removed > len(self._rules):
            self._rebuild()

    def _rebuild(self) -> None:
        self._removed = 0
        self.index = RuleIndex()
        self._fields.clear()
        self.field_weight = 1
        self._slots.clear()
        self._paths = PathValues(())
        for rule in self._rules.values():
            for branch in rule.branches:
                if branch.alive:  # else it is being replaced right now
                    branch.compiled = None
                    self._index_branch(branch)

    def _index_branch(self, branch: IndexedBranch) -> None:
        self.index.add(branch)
        for path, field in branch.fields.items():
            self._slots.setdefault(path, len(self._slots))
            self.field_weight = max(self.field_weight, sum(operator.weight for operator in field.alternatives))

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all fields, perhaps also those of patterns that were removed."""
        return tuple(self._slots)

    def matching(self, event: Event) -> list[str]:
        """The names of the patterns that match, in the order in which they were added.

        Raises:
            InvalidEvent: the event is not a JSON object, or not JSON.
            EventTooIntricate: no verdict within the budget.
        """
        names = self.matching_shortly(event)
        return self.matching_tree(self.tree_for(event)) if names is None else names

    def matching_shortly(self, event: Event, other_names: frozenset[str] = frozenset()) -> list[str] | None:
        """The names of the patterns that match an event; None if it must be read in another way.

        Args:
            other_names: an event with a member of one of these names is not evaluated.
        """
        short_cuts = self._short_cuts
        if short_cuts is None or short_cuts.other_names != other_names:
            short_cuts = self._short_cuts = RuleShortCuts(self, other_names)
        numbers = short_cuts.numbers_matching(event)
        return None if numbers is None else [self._names[number] for number in numbers]

    def tree_for(self, event: Event) -> Json:
        """The tree of an event; of a dict, only what leads to the fields of the patterns.

        Raises:
            InvalidEvent: it is not a JSON object, or not JSON.
        """
        return tree_for(event, self._current_paths())

    def matching_tree(self, tree: Json) -> list[str]:
        """The names of the patterns that match an event that is already parsed, in the order in which they were added.

        Raises:
            EventTooIntricate: no verdict within the budget.
        """
        return [self._names[number] for number in self.numbers_matching(tree)]

    def numbers_matching(self, tree: Json) -> list[int]:
        """The numbers of the patterns that match, ascending: in the order in which they were added.

        Raises:
            EventTooIntricate: no verdict within the budget.
        """
        paths = self._current_paths()
        matching: set[int] = set()
        values = paths.of(tree, empty_names=True)
        if not values.empty_names:
            self._match(values, matching)
        else:  # which values count depends on all paths of a pattern
            self._match(values, matching, empty_names=True)
            self._match(paths.of(tree, empty_names=False), matching, empty_names=False)
        return sorted(matching)

    def _current_paths(self) -> PathValues:
        if len(self._slots) != len(self._paths.slots):
            self._paths = PathValues(self._slots)
        return self._paths

    def _match(self, values: EventValues, matching: set[int], *, empty_names: bool | None = None) -> None:
        """Add the numbers of the patterns that match, optionally only of those that do, or do not, look into empty names."""
        paths = self._paths.paths
        by_path = {paths[slot]: {value for value, _ in here} for slot, here in values.slots.items()}
        verdicts = FieldVerdicts(values)
        budgets: dict[int, Budget] = {}
        for branch in self.index.candidates(by_path):
            rule = branch.rule
            if rule in matching or not branch.alive or empty_names not in (None, branch.empty_names):
                continue
            budget = budgets.get(rule)
            if budget is None:
                budget = budgets[rule] = Budget(verdicts.value_count)
            fields = branch.compiled or self._compile(branch)
            if verdicts.match(fields, budget):
                matching.add(rule)

    def steps_by_path(self) -> set[tuple[str, tuple[str, ...]]]:
        """The paths of all patterns, with the names that make them up; a path may occur with different names."""
        return {
            (path, field.steps)
            for rule in self._rules.values()
            for branch in rule.branches
            for path, field in branch.fields.items()
        }

    def _compile(self, branch: IndexedBranch) -> tuple[CompiledField, ...]:
        branch.compiled = tuple(self._compiled(path, field) for path, field in branch.fields.items())
        return branch.compiled

    def _compiled(self, path: str, field: Field) -> CompiledField:
        key = (path, field.alternatives)
        known = self._fields.get(key)
        if known is None:
            known = self._fields[key] = CompiledField(self._slots[path], field)
        return known

    def __getitem__(self, name: str) -> EventPattern:
        return self._rules[name].pattern

    def __len__(self) -> int:
        return len(self._rules)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rules)

    def __contains__(self, name: object) -> bool:
        return name in self._rules

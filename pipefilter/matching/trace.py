"""The reference matcher's verdict, with what decided it: which values, where, and which alternatives held."""

from __future__ import annotations

from dataclasses import dataclass

from pipefilter.json_text.tree import Json
from pipefilter.language.branches import Branch, branches_of
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.matching.array_consistency import choose
from pipefilter.matching.budget import Budget
from pipefilter.matching.candidates import Candidates
from pipefilter.matching.compiled_field import steps_of
from pipefilter.matching.event_fields import EventFields, FieldValue, UsedNames, event_fields
from pipefilter.matching.value_predicate import ValuePredicate

__all__ = ["BranchTrace", "FieldTrace", "Trace", "trace"]


@dataclass(frozen=True, slots=True)
class FieldTrace:
    """One field of the pattern against the event.

    Args:
        field: of the pattern.
        right: the values for which an alternative holds.
        wrong: the other values.
        matches_absence: whether one of the alternatives is `exists: false`.
        candidates: what the field offers to the choice of array elements.
    """

    field: Field
    right: tuple[FieldValue, ...]
    wrong: tuple[FieldValue, ...]
    matches_absence: bool
    candidates: Candidates

    @property
    def holds(self) -> bool:
        """Whether the field holds, looked at alone: a value is right, or there is none and that is right."""
        return bool(self.right) or (self.matches_absence and not self.wrong)


@dataclass(frozen=True, slots=True)
class BranchTrace:
    """One branch of the pattern against the event.

    Args:
        branch: of the pattern.
        fields: in the order of the branch.
        chosen: by array the element by which it matches; None if it does not match.
    """

    branch: Branch
    fields: tuple[FieldTrace, ...]
    chosen: dict[int, int] | None

    @property
    def matches(self) -> bool:
        """Whether the branch matches."""
        return self.chosen is not None

    @property
    def failing(self) -> tuple[FieldTrace, ...]:
        """The fields that do not hold even alone."""
        return tuple(field for field in self.fields if not field.holds)


@dataclass(frozen=True, slots=True)
class Trace:
    """An event pattern against an event.

    Args:
        tree: the event.
        branches: in AWS's order, up to the first that matches; that decides, as it does for the matchers.
        branch_count: how many branches the pattern has.
    """

    tree: Json
    branches: tuple[BranchTrace, ...]
    branch_count: int

    @property
    def nearest(self) -> BranchTrace:
        """The branch that matches, or else the first of those that fail by the fewest fields."""
        return min(self.branches, key=_distance)

    @property
    def matches(self) -> bool:
        """The verdict."""
        return self.branches[-1].matches


def trace(pattern: EventPattern, tree: Json) -> Trace:
    """Judge an event, and keep what decided it.

    Args:
        pattern: parsed or built.
        tree: the event, from `pipefilter.matching.event_text.event_tree`.

    Raises:
        EventTooIntricate: no verdict within the budget.
    """
    branches = branches_of(pattern)
    paths = {path for branch in branches for path in branch.fields}
    fields = event_fields(tree, UsedNames(paths))
    tracer = _Tracer(fields, Budget(sum(len(fields.values_of(path)) for path in paths)))
    traces: list[BranchTrace] = []
    for branch in branches:
        traces.append(tracer.branch(branch))
        if traces[-1].matches:
            break
    return Trace(tree, tuple(traces), len(branches))


class _Tracer:
    """Traces branches of one pattern against one event; a field that several branches have is traced once.

    Args:
        fields: of the event.
        budget: of the verdict.
    """

    def __init__(self, fields: EventFields, budget: Budget) -> None:
        self._fields = fields
        self._budget = budget
        self._traces: dict[int, FieldTrace] = {}

    def branch(self, branch: Branch) -> BranchTrace:
        traces = tuple(self._field(path, field) for path, field in branch.fields.items())
        return BranchTrace(branch, traces, choose([field.candidates for field in traces], self._budget))

    def _field(self, path: str, field: Field) -> FieldTrace:
        if id(field) not in self._traces:
            self._traces[id(field)] = self._new_trace(field, self._fields.values_of(path))
        return self._traces[id(field)]

    def _new_trace(self, field: Field, values: list[FieldValue]) -> FieldTrace:
        test = ValuePredicate(field.alternatives)
        self._budget.spend(steps_of(test, [value.value for value in values]))
        right: list[FieldValue] = []
        wrong: list[FieldValue] = []
        for value in values:
            (right if test.holds(value.value) else wrong).append(value)
        present = [value.element for value in values] if test.matches_absence else None
        candidates = Candidates([value.element for value in right], present)
        return FieldTrace(field, tuple(right), tuple(wrong), test.matches_absence, candidates)


def _distance(branch: BranchTrace) -> tuple[bool, int, int]:
    """How far a branch is from matching: matching ones first, then by failing fields, then by absent ones."""
    failing = branch.failing
    nothing_there = sum(1 for field in failing if not field.wrong)
    return not branch.matches, len(failing) or (0 if branch.matches else 1), nothing_there

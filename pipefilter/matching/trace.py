"""Traces a verdict: which values of the event decided it, where they are, and which fields match."""

from __future__ import annotations

from pipefilter.dataclass import dataclass
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
    """One field of the pattern, evaluated on the event.

    Args:
        matches_absence: whether one of the alternatives is `exists: false`.
    """

    field: Field
    matching_values: tuple[FieldValue, ...]
    other_values: tuple[FieldValue, ...]
    matches_absence: bool
    candidates: Candidates

    @property
    def holds(self) -> bool:
        """Whether the field matches on its own: a value matches, or there is none and absence matches."""
        return bool(self.matching_values) or (self.matches_absence and not self.other_values)


@dataclass(frozen=True, slots=True)
class BranchTrace:
    """One branch of the pattern, evaluated on the event.

    Args:
        chosen: the element of each array by which the branch matches; None if it does not match.
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
        """The fields that do not match even on their own."""
        return tuple(field for field in self.fields if not field.holds)


@dataclass(frozen=True, slots=True)
class Trace:
    """An event pattern, evaluated on an event.

    Args:
        branches: in AWS's order, up to the first that matches, where the matchers stop too.
    """

    tree: Json
    branches: tuple[BranchTrace, ...]
    branch_count: int

    @property
    def nearest(self) -> BranchTrace:
        """The branch that matches, or else the first of those with the fewest failing fields."""
        return min(self.branches, key=_distance)

    @property
    def matches(self) -> bool:
        """The verdict."""
        return self.branches[-1].matches


def trace(pattern: EventPattern, tree: Json) -> Trace:
    """Evaluate a pattern on an event's tree, and keep what decides the verdict.

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
    """Traces branches of one pattern on one event, and a field that several branches share only once."""

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
        predicate = ValuePredicate(field.alternatives)
        self._budget.spend(steps_of(predicate, [value.value for value in values]))
        matching: list[FieldValue] = []
        others: list[FieldValue] = []
        for value in values:
            (matching if predicate.holds(value.value) else others).append(value)
        present = [value.element for value in values] if predicate.matches_absence else None
        candidates = Candidates([value.element for value in matching], present)
        return FieldTrace(field, tuple(matching), tuple(others), predicate.matches_absence, candidates)


def _distance(branch: BranchTrace) -> tuple[bool, int, int]:
    """How far a branch is from matching, by the number of failing fields, then of those without a value."""
    failing = branch.failing
    without_value = sum(1 for field in failing if not field.other_values)
    return not branch.matches, len(failing) or (0 if branch.matches else 1), without_value

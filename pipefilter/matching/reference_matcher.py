"""The reference matcher, written for clarity: all faster matchers are checked against it.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
"""

from __future__ import annotations

from pipefilter.language.branches import Branch, branches_of
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.matching.array_consistency import Choice, choose
from pipefilter.matching.budget import Budget
from pipefilter.matching.candidates import Candidates
from pipefilter.matching.event_fields import EventFields, FieldValue, UsedNames, event_fields
from pipefilter.matching.event_text import Event, strict_event_tree
from pipefilter.matching.field_predicate import FieldPredicate

__all__ = ["ReferenceMatcher", "branch_choice"]

_TESTS_A_STEP = 3
"""Fewer than in `compiled_field`: there is no index here, and each test goes through `FieldPredicate`."""


class ReferenceMatcher:
    """Evaluates one event pattern on events."""

    def __init__(self, pattern: EventPattern) -> None:
        self.branches = branches_of(pattern)
        self.paths = {path for branch in self.branches for path in branch.fields}

    def matches(self, event: Event) -> bool:
        """Whether the event matches.

        Raises:
            InvalidEvent: it is not a JSON object, or not JSON.
            EventTooIntricate: no verdict within the budget.
        """
        fields = event_fields(strict_event_tree(event), UsedNames(self.paths))
        budget = Budget(sum(len(fields.values_of(path)) for path in self.paths))
        known: dict[int, Candidates] = {}  # branches share fields
        return any(branch_choice(branch, fields, budget, known) is not None for branch in self.branches)


def branch_choice(
    branch: Branch, fields: EventFields, budget: Budget, known: dict[int, Candidates]
) -> Choice | None:
    """The array elements by which a branch matches; None if it does not match.

    Args:
        known: a cache of the candidates of fields of the pattern, by their `id`.
    """
    for path, field in branch.fields.items():
        if id(field) not in known:
            known[id(field)] = _candidates(field, fields.values_of(path), budget)
    return choose([known[id(field)] for field in branch.fields.values()], budget)


def _candidates(field: Field, values: list[FieldValue], budget: Budget) -> Candidates:
    predicate = FieldPredicate(field.alternatives)
    budget.spend(predicate.weight * len(values) // _TESTS_A_STEP)
    matching = [value.element for value in values if predicate.holds(value.value)]
    present = [value.element for value in values] if predicate.matches_absence else None
    return Candidates(matching, present)

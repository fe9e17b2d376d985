"""The reference matcher: the truth, written for clarity. Everything faster is checked against it.

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
"""Fewer than in `compiled_field`: here nothing is looked up, and each test goes through `FieldPredicate`."""


class ReferenceMatcher:
    """Judges events against one event pattern.

    Args:
        pattern: parsed or built.
    """

    def __init__(self, pattern: EventPattern) -> None:
        self.branches = branches_of(pattern)
        self.paths = {path for branch in self.branches for path in branch.fields}

    def matches(self, event: Event) -> bool:
        """Whether the event matches.

        Args:
            event: JSON text, UTF-8 bytes, or a dict.

        Raises:
            InvalidEvent: it is no JSON object, or no JSON.
            EventTooIntricate: no verdict within the budget.
        """
        fields = event_fields(strict_event_tree(event), UsedNames(self.paths))
        budget = Budget(sum(len(fields.values_of(path)) for path in self.paths))
        known: dict[int, Candidates] = {}  # branches share fields
        return any(branch_choice(branch, fields, budget, known) is not None for branch in self.branches)


def branch_choice(
    branch: Branch, fields: EventFields, budget: Budget, known: dict[int, Candidates]
) -> Choice | None:
    """The array elements by which a branch matches; None if it does not.

    Args:
        branch: of the pattern.
        fields: of the event.
        budget: of the verdict.
        known: what fields of the pattern offer, by their `id`; those of the branch are entered.
    """
    for path, field in branch.fields.items():
        if id(field) not in known:
            known[id(field)] = _candidates(field, fields.values_of(path), budget)
    return choose([known[id(field)] for field in branch.fields.values()], budget)


def _candidates(field: Field, values: list[FieldValue], budget: Budget) -> Candidates:
    test = FieldPredicate(field.alternatives)
    budget.spend(test.weight * len(values) // _TESTS_A_STEP)
    right = [value.element for value in values if test.holds(value.value)]
    present = [value.element for value in values] if test.matches_absence else None
    return Candidates(right, present)

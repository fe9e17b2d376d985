"""The classes of values of every field that two sides of a comparison mention, divided when they are needed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from pipefilter.comparing.arrays import ArrayKnowledge
from pipefilter.comparing.union import Conjunction
from pipefilter.comparing.value_classes import ValueClasses, value_classes
from pipefilter.events.shape import KINDS, Kind
from pipefilter.language.operator import Operator
from pipefilter.language.step_budget import StepBudget
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.witnesses.branch_witness import steps_of
from pipefilter.witnesses.sample import BARE, Sample

__all__ = ["FieldSpace"]


class FieldSpace:
    """The fields that conjunctions mention.

    Args:
        conjunctions: of both sides.
        budget: of the whole comparison.
        sample: of the events.
        kinds: of the values that a field can have, by its path, where they are known.
    """

    def __init__(
        self,
        conjunctions: Iterable[Conjunction],
        budget: StepBudget,
        sample: Sample = BARE,
        kinds: Mapping[str, Collection[Kind]] | None = None,
    ) -> None:
        self.budget = budget
        self.sample = sample
        self._kinds = kinds or {}
        self.arrays = ArrayKnowledge(sample)
        self.steps: dict[str, tuple[str, ...]] = {}
        self._numbers: dict[str, dict[tuple[Operator, ...], int]] = {}
        self._predicates: dict[str, list[FieldPredicate]] = {}
        self._classes: dict[str, ValueClasses] = {}
        self._known: dict[int, int] = {}
        """The numbers of conditions, by their `id`: the branches that have them live as long as this."""
        self._branches = tuple(conjunctions)
        for conjunction in self._branches:
            fields = conjunction.branch.fields
            for path in sorted(fields, key=lambda path: fields[path].span):
                predicate = conjunction.fields[path]
                self.steps.setdefault(path, steps_of(path, fields[path]))
                numbers = self._numbers.setdefault(path, {})
                if predicate.alternatives not in numbers:
                    numbers[predicate.alternatives] = len(numbers)
                    self._predicates.setdefault(path, []).append(predicate)
                self._known[id(predicate)] = numbers[predicate.alternatives]

    def classes(self, path: str) -> ValueClasses:
        """The classes of the values of a field.

        Raises:
            TooManySteps: the budget is used up.
        """
        if path not in self._classes:
            self.budget.take(1)
            usual = self.sample.usual_values(self.steps[path])
            self._classes[path] = value_classes(
                self._predicates[path], usual, self.budget, self._kinds.get(path, KINDS)
            )
        return self._classes[path]

    def condition(self, path: str, predicate: FieldPredicate) -> int:
        """The number of a condition on a field, in the sets of conditions of its classes."""
        known = self._known.get(id(predicate))
        return self._numbers[path][predicate.alternatives] if known is None else known

    def predicate(self, path: str, condition: int) -> FieldPredicate:
        """The condition of a number."""
        return self._predicates[path][condition]

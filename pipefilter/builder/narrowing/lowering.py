"""Lowers a condition on the event, on one attribute, or on its change to terms, each of which knows whether it is exact.

The law for each function: a record that meets the condition matches one of the terms. If a term is exact, each record
that matches it, and has the old values that the whole condition requires, meets the condition. docs/why/narrowing.md
explains why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from pipefilter.builder.conditions.attribute_condition import AttributeCondition
from pipefilter.builder.conditions.change import Changed
from pipefilter.builder.conditions.condition import Condition
from pipefilter.builder.conditions.event_name import EventNames
from pipefilter.builder.conditions.value_predicate import OneOf
from pipefilter.builder.narrowing.attribute_lowering import AttributeLowering
from pipefilter.builder.narrowing.change_lowering import ChangeLowering
from pipefilter.builder.narrowing.term import ANYTHING, Term
from pipefilter.builder.narrowing.value_alternatives import ValueAlternatives
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import AttributeValue
from pipefilter.builder.records.record_field import EVENT_NAME
from pipefilter.dataclass import dataclass
from pipefilter.language.dynamodb_record import EVENT_NAMES
from pipefilter.language.operators.exact import Exact

__all__ = ["Lowering"]


@dataclass(frozen=True, slots=True)
class Lowering:
    """Lowers conditions without `&`, `|` and `~` in them, or their negations, to terms.

    Args:
        required: by path, values of which the old image has one in every record that meets the whole condition.
    """

    values: ValueAlternatives
    required: Mapping[AttributePath, tuple[AttributeValue, ...]] = field(default_factory=dict)

    def step_count(self, condition: Condition) -> int:
        """About how many steps it takes to lower a condition."""
        if isinstance(condition, Changed):
            return 10 + 20 * len(self.values.facts.values.get(condition.path, ()))
        if isinstance(condition, AttributeCondition):
            predicate = condition.predicate
            return 10 + (2 * len(predicate.values) if isinstance(predicate, OneOf) else 0)
        return 1

    def event(self, condition: EventNames, *, positive: bool) -> list[Term]:
        """The terms of a condition on the event, or of its negation."""
        names = [name for name in EVENT_NAMES if (name in condition.names) is positive]
        if len(names) == len(EVENT_NAMES):
            return [ANYTHING]
        return [Term.of((EVENT_NAME, tuple(Exact(name) for name in names)))] if names else []

    def attribute(self, condition: AttributeCondition, *, positive: bool) -> list[Term]:
        """The terms of a condition on one attribute in one image, or of its negation."""
        lowering = AttributeLowering(condition.image, condition.path, self.values)
        return lowering.terms(condition.predicate, positive=positive)

    def changed(self, condition: Changed, *, positive: bool) -> list[Term]:
        """The terms of the condition that an attribute changed, or that it did not."""
        required = self.required.get(condition.path, ())
        return ChangeLowering(condition.path, self.values, required).terms(positive=positive)

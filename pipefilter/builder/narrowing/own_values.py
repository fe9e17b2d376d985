"""The values that a condition itself names for its attributes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipefilter.builder.budget import Budget
from pipefilter.builder.conditions.attribute_conditions import attribute_conditions
from pipefilter.builder.conditions.condition import Condition
from pipefilter.builder.conditions.value_predicate import OneOf
from pipefilter.builder.narrowing.attribute_facts import AttributeFacts
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import AttributeValue

__all__ = ["own_values", "with_own_values"]


def own_values(condition: Condition) -> Iterator[tuple[AttributePath, AttributeValue]]:
    """The values of attributes in a condition."""
    for part in attribute_conditions(condition):
        if isinstance(part.predicate, OneOf):
            yield from ((part.path, value) for value in part.predicate.values)


def with_own_values(condition: Condition, facts: AttributeFacts, budget: Budget) -> AttributeFacts:
    """The facts with the values that the condition itself has.

    Raises:
        OutOfSteps: there are too many values.
    """
    budget.spend(facts.value_count)
    values = {path: dict.fromkeys(of_path) for path, of_path in facts.values.items()}
    for path, value in own_values(condition):
        values.setdefault(path, {})[value] = None
    return replace(facts, values={path: tuple(of_path) for path, of_path in values.items()})

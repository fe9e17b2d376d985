"""The values before the change that a condition requires, as in `was("status", "PAID") & changed("status")`."""

from __future__ import annotations

from pipefilter.builder.conditions.attribute_condition import AttributeCondition
from pipefilter.builder.conditions.condition import AllOf, Condition
from pipefilter.builder.conditions.value_predicate import OneOf
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import AttributeValue

__all__ = ["required_old_values"]


def required_old_values(condition: Condition) -> dict[AttributePath, tuple[AttributeValue, ...]]:
    """By path, values of which the old image has one in every record that meets the condition."""
    meaning = condition.meaning
    if isinstance(meaning, AllOf):
        return {path: v for inner in meaning.conditions for path, v in required_old_values(inner).items()}
    if isinstance(meaning, AttributeCondition) and meaning.image == "old":
        return {meaning.path: meaning.predicate.values} if isinstance(meaning.predicate, OneOf) else {}
    return {}

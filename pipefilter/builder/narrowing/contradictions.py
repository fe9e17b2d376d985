"""Values in a condition that contradict the only values of their attributes."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.builder.conditions.attribute_condition import AttributeCondition
from pipefilter.builder.conditions.attribute_conditions import attribute_conditions
from pipefilter.builder.conditions.condition import AllOf, AnyOf, Condition
from pipefilter.builder.conditions.value_predicate import OneOf
from pipefilter.builder.narrowing.attribute_facts import AttributeFacts
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import AttributeValue

__all__ = ["impossible_values", "is_impossible"]


def impossible_values(
    condition: Condition, facts: AttributeFacts
) -> Iterator[tuple[AttributePath, AttributeValue]]:
    """The values in a condition that their attributes never have, according to the facts; each once."""
    values = ((part.path, value) for part in attribute_conditions(condition) for value in _outside(part, facts))
    yield from dict.fromkeys(values)


def is_impossible(condition: Condition, facts: AttributeFacts) -> bool:
    """Whether no record can meet a condition if the facts are true; False if that is not certain."""
    meaning = condition.meaning
    if isinstance(meaning, AllOf):
        return any(is_impossible(inner, facts) for inner in meaning.conditions)
    if isinstance(meaning, AnyOf):
        return all(is_impossible(inner, facts) for inner in meaning.conditions)
    if isinstance(meaning, AttributeCondition) and isinstance(meaning.predicate, OneOf):
        return len(_outside(meaning, facts)) == len(meaning.predicate.values)
    return False


def _outside(part: AttributeCondition, facts: AttributeFacts) -> list[AttributeValue]:
    """The values of a condition that are not among the only values of its attribute."""
    if part.path not in facts.complete or not isinstance(part.predicate, OneOf):
        return []
    known = {value.identity("value") for value in facts.values[part.path]}
    return [value for value in part.predicate.values if value.identity("value") not in known]

"""The conditions on single attributes in a condition."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.builder.conditions.attribute_condition import AttributeCondition
from pipefilter.builder.conditions.condition import AllOf, AnyOf, Condition, Not

__all__ = ["attribute_conditions"]


def attribute_conditions(condition: Condition) -> Iterator[AttributeCondition]:
    """Each condition on a single attribute, in order."""
    meaning = condition.meaning
    if isinstance(meaning, Not):
        yield from attribute_conditions(meaning.inner)
    elif isinstance(meaning, AllOf | AnyOf):
        for inner in meaning.conditions:
            yield from attribute_conditions(inner)
    elif isinstance(meaning, AttributeCondition):
        yield meaning

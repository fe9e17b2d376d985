"""The strings with which a field or an alternative compares a value as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.language.event_pattern import Field
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.exact import Exact

__all__ = ["literal_strings", "whole_strings"]


def literal_strings(field: Field) -> Iterator[tuple[int, str]]:
    """The plain strings among the alternatives of a field, with their numbers."""
    for number, operator in enumerate(field.alternatives):
        if isinstance(operator, Exact) and isinstance(operator.value, str):
            yield number, operator.value


def whole_strings(operator: Operator) -> Iterator[str]:
    """The strings that an alternative matches or excludes as a whole."""
    if isinstance(operator, Exact) and isinstance(operator.value, str):
        yield operator.value
    elif isinstance(operator, AnythingBut):
        yield from (value for value in operator.excluded if isinstance(value, str))

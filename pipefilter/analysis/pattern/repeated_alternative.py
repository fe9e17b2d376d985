"""Check: the same alternative twice in a list, as in `["a", "a"]`."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from pipefilter.analysis.reading.report import report_alternative
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.number import Number
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operator import Operator
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.numeric import Numeric

__all__ = ["repeated_alternative"]

REPEATED = AdviceKind(
    "PF416",
    "Duplicate alternative: it has no effect",
    "This alternative of {path} is a duplicate",
    "Alternatives are joined by OR, so the second one has no effect.",
    "remove it, or check whether you meant another value",
    severity="note",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": ["x", "x"]}'),
    good=Example('{"a": ["x", "y"]}'),
)


def repeated_alternative(pattern: EventPattern) -> Iterator[Problem]:
    """Alternatives that are equal to an earlier one of their list."""
    for field in every_field(pattern.members):
        seen = set()
        for number, operator in enumerate(field.alternatives):
            meaning = _meaning(operator)
            if meaning in seen:
                yield report_alternative(REPEATED, pattern, field, number)
            seen.add(meaning)


def _meaning(operator: Operator) -> Hashable:
    """A key that is equal for alternatives that match the same values: numbers are compared by value."""
    if isinstance(operator, Numeric):
        return operator.bounds
    if isinstance(operator, Exact) and isinstance(operator.value, Number):
        value = operator.value.comparable
        if value is not None:
            return (value, True, value, True)
    return operator

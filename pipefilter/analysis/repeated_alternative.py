"""One alternative twice in a list: `["a", "a"]`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.at_alternative import about_alternative
from pipefilter.errors import Example, Problem, ProblemKind
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern

__all__ = ["repeated_alternative"]

REPEATED = ProblemKind(
    "PF416",
    "This alternative of {path} stands in the list before",
    "Alternatives are joined by OR, so the second one has no effect.",
    "remove it, or see whether another one was meant",
    wording="pipefilter",
    advice=True,
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
            if operator in seen:
                yield about_alternative(REPEATED, pattern, field, number)
            seen.add(operator)

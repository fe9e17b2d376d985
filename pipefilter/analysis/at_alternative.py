"""A piece of advice about one alternative of one field, or about a whole field."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.errors import Problem, ProblemKind
from pipefilter.json_text.place import problem_at
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.operator import Operator

__all__ = ["about_alternative", "about_field", "every_alternative"]


def every_alternative(pattern: EventPattern) -> Iterator[tuple[Field, int, Operator]]:
    """Each alternative with its field and its number in the field's list."""
    for field in every_field(pattern.members):
        for number, operator in enumerate(field.alternatives):
            yield field, number, operator


def about_alternative(
    kind: ProblemKind, pattern: EventPattern, field: Field, number: int, /, **names: str
) -> Problem:
    """Advice about one alternative."""
    span = field.spans[number] if number < len(field.spans) else field.span
    pointer = f"{field.pointer}/{field.numbers[number] if field.numbers else number}"
    return problem_at(kind, pattern.text, span, pointer=pointer, names={"path": field.path, **names})


def about_field(kind: ProblemKind, pattern: EventPattern, field: Field, /, **names: str) -> Problem:
    """Advice about a field's whole list."""
    names = {"path": field.path, **names}
    return problem_at(kind, pattern.text, field.span, pointer=field.pointer, names=names)

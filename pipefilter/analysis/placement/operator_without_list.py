"""Check: an operator outside a list, which makes it a field name, as in `{"state": {"prefix": ["pa"]}}`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipefilter.analysis.reading.report import report_name
from pipefilter.analysis.reading.subject import Subject
from pipefilter.analysis.reading.value_place import has_value
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import Field
from pipefilter.language.operator_as_name import IntendedOperator, intended_operator, keyword_of
from pipefilter.language.operators.exact import Exact

__all__ = ["operator_without_list"]

WITHOUT_LIST = AdviceKind(
    "PF460",
    "Operator outside a list: it is a field name there",
    '"{name}" is a field name here: it is an operator only inside a list',
    "An operator is an object in a field's list. An object without a list around it contains field names: "
    "the pattern then requires a field of this name, and events without it do not match.",
    "{hint}",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"detail": {"state": {"prefix": ["pa"]}}}'),
    good=Example('{"detail": {"state": [{"prefix": "pa"}]}}'),
)
MAX_REPORTED = 20
"""Each one requires a pass over all fields of the pattern."""


def operator_without_list(subject: Subject) -> Iterator[Problem]:
    """Objects with only operators as names and their operands in lists; each object is reported once."""
    fields = tuple(every_field(subject.pattern.members))
    by_object: dict[tuple[str, ...], list[tuple[Field, IntendedOperator]]] = {}
    for field in fields:
        meant = _meant(field)
        if meant is not None and (meant.above in by_object or len(by_object) < MAX_REPORTED):
            by_object.setdefault(meant.above, []).append((field, meant))
    for above, operators in by_object.items():
        if all(keyword_of(field.steps[len(above)]) for field in fields if _is_below(field, above)):
            yield _problem(subject, operators)


def _meant(field: Field) -> IntendedOperator | None:
    if not keyword_of(field.steps[-1]):
        return None
    values = [operator.element() for operator in field.alternatives]
    meant = intended_operator(field.steps, values, is_list=True)
    if meant is None or not (meant.is_likely or meant.is_possible):
        return None
    is_plain = all(isinstance(operator, Exact) for operator in field.alternatives)
    return meant if is_plain or meant.is_certain else None


def _is_below(field: Field, above: tuple[str, ...]) -> bool:
    return len(field.steps) > len(above) and field.steps[: len(above)] == above


def _problem(subject: Subject, operators: list[tuple[Field, IntendedOperator]]) -> Problem:
    field, meant = operators[0]
    others = [each for _, each in operators[1:]]
    is_certain = any(each.is_certain for _, each in operators) or has_value(subject, meant.above)
    kind = WITHOUT_LIST
    if is_certain or not meant.is_likely:
        kind = replace(WITHOUT_LIST, severity="error" if is_certain else "note")
    hint = f"write {meant.field_text(*others)}"
    if others:
        hint += "; operators in one list are joined by OR"
    name = field.steps[len(meant.above)]
    return report_name(kind, subject.pattern, field, ".".join(meant.above), name=name, hint=hint)

"""Check: a string that looks like a reference to another part of the record: `{"anything-but": "<$.OldImage.status.S>"}`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.exact import Exact
from pipefilter.language.record_reference import comparison_hint, image_path, meant_reference, reference_in
from pipefilter.sources import SOURCES

__all__ = ["reference_in_string"]

REFERENCE = AdviceKind(
    "PF458",
    "Reference written as a string: patterns compare only with constants",
    "{text} is an ordinary string here, not a reference, so {effect}",
    "No operator compares two parts of an event. A string that looks like a reference is compared character "
    "by character: as a value it never matches, and inside `anything-but` it excludes no value.",
    "{hint}",
    severity="error",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"dynamodb": {"NewImage": {"status": {"S": [{"anything-but": "<$.OldImage.status.S>"}]}}}}'),
    good=Example('{"dynamodb": {"NewImage": {"status": {"S": [{"anything-but": "NEW"}]}}}}'),
)
_ROOTS = frozenset(key.name for source in SOURCES for key in source.keys) | {"detail", "body", "data"}
"""Top-level names of events: a string that starts with none of them, such as `$.result`, may be an ordinary value."""


def reference_in_string(pattern: EventPattern) -> Iterator[Problem]:
    """Alternatives with a string that looks like a reference to another part of the record."""
    for field, number, operator in every_alternative(pattern):
        for text in _strings(operator):
            steps = _reference(text, field, operator)
            if not steps:
                continue
            excludes = isinstance(operator, AnythingBut)
            names = {
                "text": hint_text(text),
                "effect": "it excludes no value" if excludes else "it never matches",
                "hint": comparison_hint(
                    steps, "equals" if isinstance(operator, Exact) else "not-equals", field.steps
                ),
            }
            yield report_alternative(REFERENCE, pattern, field, number, **names)
            break


def _reference(text: str, field: Field, operator: Operator) -> tuple[str, ...]:
    """The path that a string refers to; empty if it is an ordinary string.

    A word such as `OldImage` is a reference only where nobody would exclude it as a value: in an image of a record.
    """
    steps = reference_in(text)
    if steps and ("<" in text or image_path(steps) or steps[0] in _ROOTS):
        return steps
    return meant_reference(text, field.steps) if isinstance(operator, AnythingBut) else ()


def _strings(operator: Operator) -> Iterator[str]:
    """The strings in an alternative."""
    if isinstance(operator, AnythingBut):
        for excluded in operator.excluded:
            if isinstance(excluded, Operator):
                yield from _strings(excluded)
            elif isinstance(excluded, str):
                yield excluded
        return
    operand = operator.operand()
    if isinstance(operand, tuple):  # an operator inside: {"prefix": {"equals-ignore-case": "x"}}
        operand = operand[0][1]
    if isinstance(operand, str):
        yield operand

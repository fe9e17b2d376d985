"""Check: an alternative that another one of the same list covers, as in `[{"prefix": "a"}, "abc"]`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import report_alternative
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.operator import Operator
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.exists import Exists
from pipefilter.language.operators.prefix import Prefix
from pipefilter.language.operators.suffix import Suffix
from pipefilter.matching.field_predicate import FieldPredicate

__all__ = ["covered_alternative"]

COVERED = AdviceKind(
    "PF426",
    "Redundant alternative: another one in the list already covers it",
    "This alternative of {path} is redundant: {other} already matches it",
    "Alternatives are joined by OR, so one that matches only what another one matches has no effect.",
    "remove it, or check whether you meant the wider one",
    severity="note",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": [{"prefix": "ab"}, "abc"]}'),
    good=Example('{"a": [{"prefix": "ab"}, "b"]}'),
)
_MAX_ALTERNATIVES = 200
"""Longer lists are not checked: the work grows quadratically."""


def covered_alternative(pattern: EventPattern) -> Iterator[Problem]:
    """Plain values, prefixes and suffixes that another alternative covers; another check reports equal ones."""
    for field in every_field(pattern.members):
        if 1 < len(field.alternatives) <= _MAX_ALTERNATIVES and not any(
            isinstance(operator, Exists) for operator in field.alternatives
        ):
            yield from _covered(pattern, field)


def _covered(pattern: EventPattern, field: Field) -> Iterator[Problem]:
    predicate = FieldPredicate(field.alternatives)
    for number, operator in enumerate(field.alternatives):
        if isinstance(operator, Exact):
            matching = [field.alternatives[index] for index in predicate.holding(operator.value)]
            wider = [other for other in matching if not isinstance(other, Exact)]
        else:
            wider = [other for other in field.alternatives if _is_wider(other, operator)]
        if wider:
            yield report_alternative(COVERED, pattern, field, number, other=hint_text(wider[0].element()))


def _is_wider(other: Operator, operator: Operator) -> bool:
    """Whether one prefix, or suffix, matches everything that another matches, and more."""
    for kind in (Prefix, Suffix):
        if isinstance(other, kind) and isinstance(operator, kind):
            wide, narrow = other.operand(), operator.operand()
            if isinstance(wide, str) and isinstance(narrow, str) and wide != narrow:
                return narrow.startswith(wide) if kind is Prefix else narrow.endswith(wide)
    return False

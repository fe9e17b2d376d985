"""Explains a verdict in words: field by field, with hints about common mistakes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pipefilter.errors import EventTooIntricate
from pipefilter.explaining.explanation import BranchExplanation, EventValue, Explanation, FieldExplanation
from pipefilter.explaining.no_value import no_value, object_without_value
from pipefilter.explaining.pattern_in_words import expected_in_words
from pipefilter.explaining.place_in_event import place
from pipefilter.explaining.type_mismatch import type_mismatch, unexpected_value
from pipefilter.json_text.tree import Json, Scalar
from pipefilter.json_text.writer import written
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.pattern_argument import parse_argument
from pipefilter.matching.event_fields import FieldValue
from pipefilter.matching.event_text import Event, event_tree
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.matching.trace import BranchTrace, FieldTrace, Trace, trace

__all__ = ["explain", "explain_within_budget"]

_MAX_VALUES = 5
_MAX_TEXT = 80
_MAX_HINTS = 3

_FIELD_HINTS: tuple[Callable[[FieldTrace, Json], Iterator[str]], ...] = (
    type_mismatch,
    no_value,
    unexpected_value,
)
"""The hints about a single field."""


def explain(pattern: EventPattern | str | bytes | Mapping[str, object], event: Event) -> Explanation:
    """Explain why the event matches the pattern, or why it does not.

    Args:
        pattern: an `EventPattern`, or its JSON text, UTF-8 bytes, or a dict.
        event: JSON text, UTF-8 bytes, or a dict.

    Raises:
        InvalidEventPattern: AWS rejects the pattern.
        InvalidEvent: the event is not a JSON object, or not JSON.
        EventTooIntricate: the verdict would exceed the budget.
    """
    return _explanation(trace(parse_argument(pattern), event_tree(event)))


def explain_within_budget(pattern: EventPattern, event: Event) -> Explanation | None:
    """The explanation of a verdict; None if it would exceed the budget for a verdict."""
    try:
        return explain(pattern, event)
    except EventTooIntricate:
        return None


def _explanation(traced: Trace) -> Explanation:
    nearest = traced.nearest
    hints = () if nearest.matches else _event_hints(traced)
    return Explanation(traced.matches, _branch(nearest, traced), traced.branch_count, hints)


def _branch(branch: BranchTrace, traced: Trace) -> BranchExplanation:
    conflict = None
    if not branch.matches and not branch.failing:
        from pipefilter.explaining.conflict import find_conflict

        conflict = find_conflict(branch)
    fields = tuple(_field(field, traced) for field in branch.fields)
    return BranchExplanation(branch.branch.choices, branch.matches, fields, conflict)


def _field(traced: FieldTrace, whole: Trace) -> FieldExplanation:
    values = [_event_value(value, right=True) for value in traced.matching_values[:_MAX_VALUES]]
    values += [_event_value(value, right=False) for value in traced.other_values[: _MAX_VALUES - len(values)]]
    return FieldExplanation(
        path=traced.field.path,
        pointer=traced.field.pointer,
        expected=expected_in_words(traced.field.alternatives),
        holds=traced.holds,
        held=_held(traced),
        values=tuple(values),
        value_count=len(traced.matching_values) + len(traced.other_values),
        hints=tuple(object_without_value(traced, whole.tree))
        if traced.holds
        else _field_hints(traced, whole.tree),
    )


def _held(traced: FieldTrace) -> str:
    if not traced.matching_values:
        return ""
    alternatives = traced.field.alternatives
    return alternatives[FieldPredicate(alternatives).holding(traced.matching_values[0].value)[0]].words()


def _event_value(value: FieldValue, *, right: bool) -> EventValue:
    return EventValue(_cut(value.value), place(value.location.steps), right)


def _cut(value: Scalar) -> str:
    if isinstance(value, str) and len(value) > _MAX_TEXT:
        return f"{written(value[:_MAX_TEXT])}... ({len(value)} characters)"
    text = written(value)
    return text if len(text) <= 2 * _MAX_TEXT else f"{text[: 2 * _MAX_TEXT]}..."


def _field_hints(field: FieldTrace, tree: Json) -> tuple[str, ...]:
    """Hints at why a field does not match."""
    hints: list[str] = []
    for find in _FIELD_HINTS:
        hints.extend(hint for hint in find(field, tree) if hint not in hints)
    return tuple(hints[:_MAX_HINTS])


def _event_hints(traced: Trace) -> tuple[str, ...]:
    """Hints about the event as a whole: a record in a wrapper that the pattern does not expect, or without one."""
    fields = traced.nearest.failing
    missing = [field for field in fields if not field.other_values and field.field.steps]
    if not missing:
        return ()
    from pipefilter.explaining.wrapping import packed_events, wrapping

    for field in missing:
        hint = packed_events(field.field.steps, traced.tree) or wrapping(field.field.steps, traced.tree)
        if hint:
            return (hint,)
    return ()

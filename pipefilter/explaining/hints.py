"""Hints at common reasons why an event does not match: the list of them, with one file for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipefilter.explaining.no_value import no_value
from pipefilter.explaining.type_mismatch import type_mismatch, unexpected_value
from pipefilter.explaining.wrapping import packed_events, wrapping
from pipefilter.json_text.tree import Json
from pipefilter.matching.trace import FieldTrace, Trace

__all__ = ["FIELD_HINTS", "event_hints", "field_hints"]

_MAX_HINTS = 3

FIELD_HINTS: tuple[Callable[[FieldTrace, Json], Iterator[str]], ...] = (
    type_mismatch,
    no_value,
    unexpected_value,
)
"""The hints at a single field."""


def field_hints(field: FieldTrace, tree: Json) -> tuple[str, ...]:
    """Hints at why a field does not hold."""
    hints: list[str] = []
    for find in FIELD_HINTS:
        hints.extend(hint for hint in find(field, tree) if hint not in hints)
    return tuple(hints[:_MAX_HINTS])


def event_hints(traced: Trace) -> tuple[str, ...]:
    """Hints at the event as a whole: a record with a wrapper that the pattern is not for, or without one."""
    fields = traced.nearest.failing
    missing = [field for field in fields if not field.other_values and field.field.steps]
    for field in missing:
        hint = packed_events(field.field.steps, traced.tree) or wrapping(field.field.steps, traced.tree)
        if hint:
            return (hint,)
    return ()

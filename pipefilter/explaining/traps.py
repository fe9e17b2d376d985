"""The classic reasons why an event does not match, recognised and named: one file a trap."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipefilter.explaining.no_value import no_value
from pipefilter.explaining.packed_events import packed_events
from pipefilter.explaining.type_mismatch import unexpected_value, wrong_kind
from pipefilter.explaining.wrapping import wrapping
from pipefilter.json_text.tree import Json
from pipefilter.matching.trace import FieldTrace, Trace

__all__ = ["FIELD_TRAPS", "event_hints", "field_hints"]

_MOST_HINTS = 3

FIELD_TRAPS: tuple[Callable[[FieldTrace, Json], Iterator[str]], ...] = (
    wrong_kind,
    no_value,
    unexpected_value,
)
"""Every trap that a single field can fall into."""


def field_hints(field: FieldTrace, tree: Json) -> tuple[str, ...]:
    """What may be the matter with a field that does not hold.

    Args:
        field: of the nearest branch.
        tree: the event.
    """
    hints: list[str] = []
    for trap in FIELD_TRAPS:
        hints.extend(hint for hint in trap(field, tree) if hint not in hints)
    return tuple(hints[:_MOST_HINTS])


def event_hints(traced: Trace) -> tuple[str, ...]:
    """What may be the matter with the event as a whole: a record wrapped, or unwrapped."""
    fields = traced.nearest.failing
    missing = [field for field in fields if not field.other_values and field.field.steps]
    for field in missing:
        hint = packed_events(field.field.steps, traced.tree) or wrapping(field.field.steps, traced.tree)
        if hint:
            return (hint,)
    return ()

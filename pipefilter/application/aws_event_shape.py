"""The shape of the events that patterns for AWS's own events select, where each of them names source and detail-type."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from pipefilter.events.aws_events import aws_events
from pipefilter.events.shape import Shape, object_of
from pipefilter.events.shape_union import shape_union
from pipefilter.language.branches import branches_of
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.operators.exact import Exact

__all__ = ["aws_event_shape"]

_MAX_KINDS = 100
"""Kinds of events of which the shapes are joined."""


def aws_event_shape(patterns: Iterable[EventPattern]) -> Shape | None:
    """The shape of all events that one of the patterns matches; None if AWS's table may not have all of them."""
    kinds: dict[tuple[str, str], None] = {}
    for pattern in patterns:
        for branch in branches_of(pattern):
            sources, types = (_strings(branch.fields.get(path)) for path in ("source", "detail-type"))
            kinds |= dict.fromkeys(product(sources, types))
            if not sources or not types or len(kinds) > _MAX_KINDS:
                return None
    table = aws_events()
    if not kinds or any(kind not in table.detail_types(source) for source, kind in kinds):
        return None
    return object_of({"detail": shape_union([table.detail(source, kind) for source, kind in kinds])})


def _strings(field: Field | None) -> tuple[str, ...]:
    """The only strings that a condition matches; none if it may match others."""
    alternatives = field.alternatives if field is not None else ()
    strings = [each.value for each in alternatives if isinstance(each, Exact) and isinstance(each.value, str)]
    return tuple(strings) if len(strings) == len(alternatives) else ()

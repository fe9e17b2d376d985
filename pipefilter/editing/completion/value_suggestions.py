"""The values that a field of the events is known to have."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.selected_events import known_sources
from pipefilter.editing.completion.context import Context
from pipefilter.editing.completion.suggestion import Suggestion
from pipefilter.events.aws_events import aws_events
from pipefilter.language.event_pattern import Field
from pipefilter.matching.field_predicate import FieldPredicate

__all__ = ["value_suggestions"]


def value_suggestions(context: Context) -> Iterator[Suggestion]:
    """The values of the field at the cursor: those that AWS's pages and schemas list, booleans, and null."""
    names = context.position.names
    if context.known.is_of_bus and names == ("source",):
        yield from (_string(value, "a source of AWS's events") for value in _sources(context))
    elif context.known.is_of_bus and names == ("detail-type",):
        yield from (_string(value, detail) for value, detail in _detail_types(context))
    reach = context.reach
    if not reach.is_there or reach.is_open:
        return
    values = dict.fromkeys(value for shape in reach.shapes for value in shape.values)
    yield from (_string(value, "a known value of this field") for value in values)
    if "boolean" in reach.kinds:
        for constant in (True, False):
            yield Suggestion("true" if constant else "false", "value", constant, constant)
    if "null" in reach.kinds:
        yield Suggestion("null", "value", None, None)


def _string(value: str, detail: str) -> Suggestion:
    return Suggestion(value, "value", value, value, detail=detail)


def _field(context: Context, path: str) -> Field | None:
    """The condition on a field of the envelope that applies at the cursor."""
    fields = (each for each in context.branch.members if isinstance(each, Field) and each.path == path)
    return next(fields, None)


def _sources(context: Context) -> Iterator[str]:
    """The sources that send events of the detail-types in the pattern; all if it does not have any."""
    table, detail_type = aws_events(), _field(context, "detail-type")
    holds = FieldPredicate(detail_type.alternatives).holds if detail_type is not None else None
    for source in table.sources:
        if holds is None or any(map(holds, table.detail_types(source))):
            yield source


def _detail_types(context: Context) -> Iterator[tuple[str, str]]:
    """The detail-types of the sources in the pattern, each with a source; those of all sources if it does not have any."""
    table, source = aws_events(), _field(context, "source")
    sources = list(table.sources) if source is None else known_sources(source, table)
    senders: dict[str, list[str]] = {}
    for name in sources:
        for kind in table.sources[name]:
            senders.setdefault(kind, []).append(name)
    for kind, names in senders.items():
        yield kind, f"from {names[0]}" if len(names) == 1 else f"from {names[0]} and others"
    if sources:
        yield from ((kind, "from CloudTrail") for kind in table.cloudtrail_types)

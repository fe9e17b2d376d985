"""Check: an extra level around the pattern, from a template or an API call, as in `{"Pattern": {"source": ["x"]}}`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.report import report_name
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.outer_levels import outer_levels, without_outer_levels

__all__ = ["level_around_pattern"]

LEVEL_AROUND = AdviceKind(
    "PF461",
    "Extra level around the pattern: it is a field name there",
    '"{name}" is a field name here, and events have no such field',
    "In templates and AWS's APIs, the pattern is the value of a field with this name. The pattern itself starts with the field "
    "names of the event.",
    "{hint}",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html",
    bad=Example('{"Pattern": {"source": ["my.app"]}}'),
    good=Example('{"source": ["my.app"]}'),
)


def level_around_pattern(pattern: EventPattern) -> Iterator[Problem]:
    """A top-level name of this kind, with the whole pattern below it."""
    fields = tuple(every_field(pattern.members))
    if not fields:
        return
    first = fields[0]
    levels = outer_levels(first.steps[:-1])
    while levels and not all(field.steps[: len(levels)] == levels for field in fields):
        levels = levels[:-1]
    if levels:
        yield report_name(LEVEL_AROUND, pattern, first, name=levels[0], hint=without_outer_levels(levels))

"""Finds the conditions of a pattern on a record's data, and removes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pipefilter.language.branches import branches_of, every_field
from pipefilter.language.event_pattern import EventPattern, Field, Or
from pipefilter.sources.source import PatternFormat

__all__ = ["format_for", "is_about", "root_names", "without_members"]


def is_about(field: Field, key: str) -> bool:
    """Whether a field is a member of the record, or inside that member."""
    return field.path == key or field.path.startswith(f"{key}.")


def root_names(patterns: Iterable[EventPattern]) -> set[str]:
    """The names of the members of a record that patterns have conditions on or inside."""
    return {field.path.partition(".")[0] for pattern in patterns for field in every_field(pattern.members)}


def format_for(pattern: EventPattern, key: str) -> PatternFormat:
    """The format of data that a pattern's conditions expect.

    If there are conditions for both formats, those on JSON decide: they can match only JSON.
    """
    fields = [field for field in every_field(pattern.members) if is_about(field, key)]
    if not fields:
        return "none"
    return "plain" if all(field.path == key for field in fields) else "JSON"


def without_members(pattern: EventPattern, keys: Collection[str]) -> EventPattern:
    """The pattern without its conditions on some members; a pattern without any condition matches everything."""
    choices = [
        tuple(field for field in branch.fields.values() if not any(is_about(field, key) for key in keys))
        for branch in branches_of(pattern)
    ]
    if len(choices) == 1:
        return EventPattern(choices[0])
    return EventPattern((Or((), tuple(choices)),))

"""Adds to filters the condition that a field does not have a certain value."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from pipefilter.costs.suggestions.frequent_values import FrequentValue
from pipefilter.errors import InvalidEventPattern
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import quoted, written
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern, Field, Member
from pipefilter.language.filter_criteria import Filter, FilterCriteria
from pipefilter.language.operators.exact import Exact
from pipefilter.language.parse import parse
from pipefilter.matching.field_predicate import FieldPredicate

__all__ = ["excluding", "member_excluding", "overlap", "with_member"]

_ABSENT: Json = (("exists", False),)
_OTHER_KINDS: list[Json] = [
    None,
    (("prefix", ""),),
    (("numeric", [">=", Number("0")]),),
    (("numeric", ["<", Number("0")]),),
]
"""Everything but Booleans: `anything-but` does not support Booleans."""


def member_excluding(value: FrequentValue, *, only_booleans: bool) -> Member | None:
    """A field that matches every event without the value; None if a pattern cannot express that.

    It also matches events without the field, which `anything-but` alone would lose.

    Args:
        only_booleans: whether a field with a Boolean value has no other values.
    """
    alternatives: list[Json]
    if isinstance(value.value, bool):
        alternatives = [not value.value, *([] if only_booleans else _OTHER_KINDS), _ABSENT]
    elif isinstance(value.value, str | Number):
        alternatives = [(("anything-but", [value.value]),), _ABSENT]
    else:
        return None
    text = written(alternatives)
    for name in reversed(value.steps):
        text = f"{{{quoted(name)}: {text}}}"
    try:
        members = parse(text).members
    except InvalidEventPattern:
        return None
    (member,) = members
    # names with dots and reserved words are parsed as something else
    return member if isinstance(member, Field) and member.steps == value.steps else None


def excluding(criteria: FilterCriteria, member: Field, value: FrequentValue) -> FilterCriteria:
    """The filters, changed so that events with the value do not match.

    Where a filter lists the value among others, it is removed from the list. A filter with another condition on the field,
    or on a field above or below it, and a filter for another part of the event stay as they are.

    Args:
        criteria: the filters; without any, every event passes.
        member: matches every event without the value.
    """
    if not criteria.filters:
        return FilterCriteria((Filter(1, EventPattern((member,))),), is_bare_pattern=True)
    kept = [
        replace(each, pattern=pattern)
        for each in criteria.filters
        if (pattern := _without(each, member, value)) is not None
    ]
    return replace(criteria, filters=tuple(kept), text="")


def _without(filter_: Filter, member: Field, value: FrequentValue) -> EventPattern | None:
    """The filter's pattern without the value; None if nothing is left."""
    pattern = EventPattern(filter_.pattern.members)
    if filter_.scope in ("METADATA", "SYSTEM_METADATA"):
        return pattern
    if not any(overlap(field, member) for field in every_field(pattern.members)):
        return EventPattern(with_member(pattern.members, member))
    members: list[Member] = []
    for own in pattern.members:
        if isinstance(own, Field) and own.path == member.path:
            left = tuple(
                alternative
                for alternative in own.alternatives
                if not (isinstance(alternative, Exact) and FieldPredicate((alternative,)).holds(value.value))
            )
            if not left:
                return None
            members.append(replace(own, alternatives=left))
        else:
            members.append(own)
    return EventPattern(tuple(members))


def overlap(field: Field, other: Field) -> bool:
    """Whether two fields are the same, or one is inside the other, so that an object cannot have both."""
    short, long = sorted((f"{field.path}.", f"{other.path}."), key=len)
    return long.startswith(short)


def with_member(members: tuple[Member, ...], member: Member) -> tuple[Member, ...]:
    """Insert a member that overlaps with none of the others.

    It goes beside those in the same object: elsewhere, the name of that object would be written twice.
    """
    shared = [_shared(_object_of(own), _object_of(member)) for own in members]
    longest = max(shared, default=0)
    place = len(members) if not longest else 1 + max(at for at, count in enumerate(shared) if count == longest)
    return (*members[:place], member, *members[place:])


def _object_of(member: Member) -> tuple[str, ...]:
    """The names on the path to the object that has the member."""
    return member.steps[:-1] if isinstance(member, Field) else member.steps


def _shared(path: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many names two paths have in common at their beginning."""
    return len(list(takewhile(lambda names: names[0] == names[1], zip(path, other, strict=False))))

"""Filters that do what they did, but leave out events with a certain value."""

from __future__ import annotations

from dataclasses import replace

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

__all__ = ["excluding", "meet", "member_excluding", "with_member"]

_ABSENT: Json = (("exists", False),)
_OTHER_KINDS: list[Json] = [
    None,
    (("prefix", ""),),
    (("numeric", [">=", Number("0")]),),
    (("numeric", ["<", Number("0")]),),
]
"""All that is no Boolean: `anything-but` takes no Booleans."""


def member_excluding(value: FrequentValue, *, only_booleans: bool) -> Member | None:
    """A field that takes every event but those with the value; None if a pattern cannot say that.

    Events without the field are taken, too: `anything-but` alone would lose them.

    Args:
        value: of a field.
        only_booleans: whether a field with a Boolean has no other values.
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
    # names with dots or reserved words are read as something else
    return member if isinstance(member, Field) and member.steps == value.steps else None


def excluding(criteria: FilterCriteria, member: Field, value: FrequentValue) -> FilterCriteria:
    """The filters, each of which leaves out events with the value.

    Where a filter lists the value among others, it is taken out of the list; where it says something else of the field,
    or of one above or below it, or is for another part of the event, it stays as it is.

    Args:
        criteria: the filters; with none, what passes is everything.
        member: takes every event but those with the value.
        value: to be left out.
    """
    if not criteria.filters:
        return FilterCriteria((Filter(1, EventPattern((member,))),), is_bare_pattern=True)
    kept = [
        replace(one, pattern=pattern)
        for one in criteria.filters
        if (pattern := _without(one, member, value)) is not None
    ]
    return replace(criteria, filters=tuple(kept), text="")


def _without(one: Filter, member: Field, value: FrequentValue) -> EventPattern | None:
    """The filter's pattern without the value; None if nothing is left."""
    pattern = EventPattern(one.pattern.members)
    if one.scope not in ("", "DATA"):
        return pattern
    if not any(meet(field, member) for field in every_field(pattern.members)):
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


def meet(one: Field, other: Field) -> bool:
    """Whether two fields are the same, or one lies in the other: one object cannot have both.

    Args:
        one: field.
        other: field.
    """
    short, long = sorted((f"{one.path}.", f"{other.path}."), key=len)
    return long.startswith(short)


def with_member(members: tuple[Member, ...], member: Member) -> tuple[Member, ...]:
    """With one more, beside those in the same object: rendered elsewhere, the name of that object would be repeated.

    Args:
        members: of a pattern.
        member: meets none of them.
    """
    shared = [_shared(_object_of(own), _object_of(member)) for own in members]
    most = max(shared, default=0)
    place = len(members) if not most else 1 + max(at for at, count in enumerate(shared) if count == most)
    return (*members[:place], member, *members[place:])


def _object_of(member: Member) -> tuple[str, ...]:
    """The names on the way to the object in which it stands."""
    return member.steps[:-1] if isinstance(member, Field) else member.steps


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many names two ways have in common from their begin."""
    return next(
        (at for at, (mine, theirs) in enumerate(zip(one, other, strict=False)) if mine != theirs),
        min(len(one), len(other)),
    )

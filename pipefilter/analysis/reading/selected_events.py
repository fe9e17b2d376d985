"""Which of AWS's own events a pattern selects by its conditions on `source` and `detail-type`."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from pipefilter.analysis.reading.subject import Subject
from pipefilter.dataclass import dataclass
from pipefilter.events.aws_events import AwsEvents, aws_events
from pipefilter.events.records.bus import BUS_EVENT
from pipefilter.events.shape import OPEN, Shape, object_of
from pipefilter.events.shape_union import shape_union
from pipefilter.language.branches import branch_count, branches_of
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.literal_strings import literal_strings
from pipefilter.language.operator import Operator
from pipefilter.language.operators.equals_ignore_case import EqualsIgnoreCase
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.prefix import Prefix
from pipefilter.language.operators.wildcard import Wildcard
from pipefilter.matching.field_predicate import FieldPredicate

__all__ = [
    "SelectedEvents",
    "is_of_bus",
    "known_sources",
    "only_aws_sources",
    "selected_events",
]

_MAX_BRANCHES = 100
"""A pattern with more `$or` combinations is not looked at."""
_MAX_EVENTS = 100
"""So many events have too little in common."""
_MAX_KEPT = 100
"""Conditions for which the events that they select are kept: several checks ask for them, and completion for many."""
_BRAND = r"\w+[A-Z0-9]"
"""The first word of a detail-type that is the name of a service, such as EC2 or CodeBuild: nobody else uses it."""


@dataclass(frozen=True, slots=True)
class SelectedEvents:
    """The events that some branches of a pattern select, and the fields of these branches.

    Args:
        pattern: the fields of the branches.
        names: the source and the detail-type of each event; the source is "" for an event of CloudTrail.
        shape: of these events; what it does not have, none of them has.
        known_shape: of those events whose fields are known, if those of others are not.
    """

    pattern: EventPattern
    names: tuple[tuple[str, str], ...]
    shape: Shape
    known_shape: Shape | None = None

    @property
    def title(self) -> str:
        """The events in words, to start a sentence with."""
        kinds = sorted({detail_type for _, detail_type in self.names})
        if len(kinds) == 1:
            return f'"{kinds[0]}" events'
        return "The AWS events that the pattern selects"


def is_of_bus(subject: Subject) -> bool:
    """Whether a pattern may be for events on a bus, as far as the service and the source are known."""
    service, source = subject.service, subject.source
    return (service is None or service.name == "rule") and (source is None or source.name == "bus")


def only_aws_sources(field: Field) -> bool:
    """Whether a condition on `source` selects only events of AWS."""
    return all(_start(operator).startswith("aws.") for operator in field.alternatives)


def _start(operator: Operator) -> str:
    """How each string begins that the operator matches, in small letters; "" if that is not certain."""
    if isinstance(operator, Exact | Prefix | Wildcard | EqualsIgnoreCase):
        operand = operator.operand()
        if isinstance(operand, tuple):
            operand = operand[0][1]
        return operand.partition("*")[0].lower() if isinstance(operand, str) else ""
    return ""


def selected_events(pattern: EventPattern) -> list[SelectedEvents]:
    """The events that the branches of a pattern select, as far as it is certain which, and what they contain."""
    if branch_count(pattern.members) > _MAX_BRANCHES:
        return []
    fields: dict[tuple[tuple[str, str], ...], dict[int, Field]] = {}
    for branch in branches_of(pattern):
        names = _names(branch.fields.get("source"), branch.fields.get("detail-type"))
        fields.setdefault(names, {}).update((id(field), field) for field in branch.fields.values())
    return [
        SelectedEvents(EventPattern(tuple(each.values()), pattern.text), names, *_shapes(names))
        for names, each in fields.items()
    ]


def known_sources(field: Field, known: AwsEvents) -> list[str]:
    """The sources of AWS that a condition on `source` matches."""
    exact = [value for _, value in literal_strings(field)]
    if len(exact) == len(field.alternatives):
        return sorted({value for value in exact if value in known.sources})
    return list(_matching_sources(field))


@lru_cache(maxsize=_MAX_KEPT)
def _matching_sources(field: Field) -> tuple[str, ...]:
    """Those of all sources that a condition matches; several checks ask for them."""
    holds = FieldPredicate(field.alternatives).holds
    return tuple(source for source in aws_events().sources if holds(source))


@lru_cache(maxsize=_MAX_KEPT)
def _names(source: Field | None, detail_type: Field | None) -> tuple[tuple[str, str], ...]:
    """The events that conditions on these fields select; none if they may select others, too."""
    if source is None and detail_type is not None and _is_brand(detail_type):
        known = aws_events()
        sources = list(known.sources)
    elif source is not None and only_aws_sources(source):
        known = aws_events()
        unknown = {value for _, value in literal_strings(source) if value not in known.sources}
        sources = [*known_sources(source, known), *sorted(unknown)]
    else:
        return ()
    matches = _matches(detail_type)
    names = list(
        dict.fromkeys(
            ("" if kind in known.cloudtrail_types else each, kind)
            for each in sources
            for kind in known.detail_types(each)
            if matches(kind)
        )
    )
    if detail_type is not None:
        known_kinds = {kind for _, kind in names}
        if any(value not in known_kinds for _, value in literal_strings(detail_type)):
            return ()
    return tuple(names) if len(names) <= _MAX_EVENTS else ()


def _is_brand(detail_type: Field) -> bool:
    """Whether only AWS sends events with these detail-types."""
    strings = list(literal_strings(detail_type))
    return len(strings) == len(detail_type.alternatives) and all(
        re.match(_BRAND, value.partition(" ")[0]) for _, value in strings
    )


def _matches(detail_type: Field | None) -> Callable[[str], bool]:
    """Whether a condition on `detail-type` matches; most compare it with strings, for which a search is fast."""
    if detail_type is None:
        return lambda _: True
    strings = {value for _, value in literal_strings(detail_type)}
    is_of_strings = all(isinstance(each, Exact) for each in detail_type.alternatives)
    return strings.__contains__ if is_of_strings else cache(FieldPredicate(detail_type.alternatives).holds)


@lru_cache(maxsize=_MAX_KEPT)
def _shapes(names: tuple[tuple[str, str], ...]) -> tuple[Shape, Shape | None]:
    """The shape of any of these events, and if it is open, that of those whose fields are known."""
    details = [aws_events().detail(source, kind) for source, kind in names]
    known = [detail for detail in details if not detail.is_open]
    if not known:
        return OPEN, None
    shape = object_of({**BUS_EVENT.fields, "detail": shape_union(known)})
    return (shape, None) if len(known) == len(details) else (OPEN, shape)

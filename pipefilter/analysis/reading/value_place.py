"""Determines whether a place in a record certainly has a value, so that there is nothing below it."""

from __future__ import annotations

from pipefilter.analysis.reading.attribute_place import attribute_place
from pipefilter.analysis.reading.subject import Subject
from pipefilter.language.branches import every_field
from pipefilter.sources.event_bus import EVENT_BUS

__all__ = ["has_value"]

_ENVELOPE = frozenset(key.name for key in EVENT_BUS.keys)
_OF_BUS_ONLY = frozenset(("detail-type", "detail", "source"))


def has_value(subject: Subject, steps: tuple[str, ...]) -> bool:
    """Whether these steps lead to a value, or to an array of values, in every record that the pattern is for."""
    place = attribute_place(".".join(steps))
    if place is not None and subject.is_of_dynamodb:
        return place.type not in ("", "M", "L")
    return len(steps) == 1 and steps[0] in _ENVELOPE - {"detail"} and _is_of_bus(subject)


def _is_of_bus(subject: Subject) -> bool:
    """Whether the pattern is for events of a bus, as its place or its names show."""
    if subject.source is not None:
        return subject.source.name == EVENT_BUS.name
    if subject.service is not None:
        return subject.service.name == "rule"
    roots = {field.steps[0] for field in every_field(subject.pattern.members)}
    return roots <= _ENVELOPE and len(roots & _OF_BUS_ONLY) > 1

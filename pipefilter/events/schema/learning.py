"""Learns the shape of events from a sample of them."""

from __future__ import annotations

import re
from dataclasses import field

from pipefilter.dataclass import dataclass
from pipefilter.events.schema.event_schema import EventSchema
from pipefilter.events.shape import OPEN, Kind, Shape
from pipefilter.events.shape_union import shape_union
from pipefilter.events.value_kinds import kind_of
from pipefilter.json_text.tree import Json

__all__ = ["Learning"]

_MAX_FIELDS = 50_000
"""Of all events; what has no place is open."""
_MAX_DEPTH = 60
_MAX_KINDS_OF_EVENTS = 2_000
_GENERATED = re.compile(r"[0-9]{4}|[0-9a-f]{8}-[0-9a-f]{4}-|^[0-9]+$|[0-9a-fA-F]{16}")
"""Parts of names that are data, such as `user-20391`: other events have other names."""
_FEW = 3
"""If at least this many objects together have this many times the names of any of them, their names are data."""


@dataclass(slots=True, eq=False)
class _Place:
    """What the events of the sample have at one place.

    Args:
        objects: how many objects.
        most: the most fields of one of them.
        is_open: whether something there was not looked at.
    """

    kinds: set[Kind] = field(default_factory=set)
    fields: dict[str, _Place] = field(default_factory=dict)
    objects: int = 0
    most: int = 0
    is_array: bool = False
    is_open: bool = False


class Learning:
    """Learns the shapes of the events of a sample, one event after the other.

    Args:
        name: of the sample, for messages.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._places: dict[tuple[str, str, str], _Place] = {}
        self._counts: dict[tuple[str, str, str], int] = {}
        self._left = _MAX_FIELDS

    def add(self, event: Json, record_source: str) -> None:
        """Learn from an event.

        Args:
            record_source: the name of the source of its record; "" if it is not known.
        """
        members = dict(event) if isinstance(event, tuple) else {}
        source, detail_type = members.get("source"), members.get("detail-type")
        kind = (record_source, "", "")
        if record_source == "bus" and isinstance(source, str) and isinstance(detail_type, str):
            kind = (record_source, source, detail_type)
        if kind not in self._places and len(self._places) >= _MAX_KINDS_OF_EVENTS:
            return
        place = self._places.setdefault(kind, _Place())
        self._counts[kind] = self._counts.get(kind, 0) + 1
        todo = [(place, event, 0)]
        while todo:
            place, value, depth = todo.pop()
            if depth > _MAX_DEPTH:
                place.is_open = True
            elif isinstance(value, list):
                place.is_array = True
                todo += ((place, element, depth + 1) for element in value)
            elif isinstance(value, tuple):
                todo += self._members(place, value, depth)
            else:
                place.kinds.add(kind_of(value))

    def _members(
        self, place: _Place, members: tuple[tuple[str, Json], ...], depth: int
    ) -> list[tuple[_Place, Json, int]]:
        """The places of an object's members, with their values."""
        place.objects += 1
        place.most = max(place.most, len(members))
        below = []
        for name, value in members:
            if name not in place.fields:
                if not self._left:
                    place.is_open = True
                    continue
                self._left -= 1
                place.fields[name] = _Place()
            below.append((place.fields[name], value, depth + 1))
        return below

    def schemas(self) -> list[EventSchema]:
        """What was learned, by the kinds of events."""
        return [
            EventSchema(
                self._name,
                _shape(place),
                sources=(source,) if source else (),
                detail_types=(detail_type,) if detail_type else (),
                record_source=record_source,
                sample=self._counts[record_source, source, detail_type],
            )
            for (record_source, source, detail_type), place in self._places.items()
        ]


def _shape(place: _Place) -> Shape:
    """The shape of a place: open if no value, or only null, says what there may be."""
    if place.is_open and not place.fields:
        return OPEN
    if not place.objects and place.kinds <= {"null"}:
        return OPEN
    names = list(place.fields)
    if place.objects >= _FEW and len(names) >= _FEW * place.most:  # each object has a few of many names
        variable = names
    else:
        variable = [name for name in names if _GENERATED.search(name)]
    other: Shape | None = shape_union([_shape(place.fields[name]) for name in variable]) if variable else None
    if place.is_open or (place.objects and not names):
        other = OPEN
    fields = {name: _shape(below) for name, below in place.fields.items() if name not in set(variable)}
    return Shape(frozenset(place.kinds), fields, other, is_array=place.is_array)

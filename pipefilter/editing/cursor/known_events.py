"""What is known about the events that a pattern is for: their sources, which of AWS's events they are, and their fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipefilter.analysis.reading.inferred_source import inferred_source
from pipefilter.analysis.reading.schema_choice import chosen_schemas
from pipefilter.analysis.reading.selected_events import selected_events
from pipefilter.analysis.reading.stream_of_table import StreamOfTable
from pipefilter.analysis.reading.subject import Subject
from pipefilter.dataclass import dataclass
from pipefilter.editing.cursor.located_pattern import LocatedPattern
from pipefilter.events.records import RECORD_SHAPES
from pipefilter.events.records.dynamodb import DYNAMODB_RECORD, record_with_attributes
from pipefilter.events.schema.event_schema import EventSchema
from pipefilter.events.shape import OPEN, Shape, object_of
from pipefilter.events.shape_union import shape_union
from pipefilter.language.event_pattern import EventPattern
from pipefilter.sources import SOURCES
from pipefilter.sources.source import Source

__all__ = ["KnownEvents", "known_events"]


@dataclass(frozen=True, slots=True)
class KnownEvents:
    """What is known about the events that a pattern is for.

    Args:
        sources: those that the records may be from, as far as they have fields that are known.
        names: the source and the detail-type of each event of AWS, as far as it is certain which they are.
        shape: of the events; open if nothing is known about them.
    """

    sources: tuple[Source, ...]
    names: tuple[tuple[str, str], ...]
    shape: Shape

    @property
    def is_of_bus(self) -> bool:
        """Whether they are events on a bus."""
        return [source.name for source in self.sources] == ["bus"]


def known_events(
    branch: EventPattern, roots: Iterable[str], located: LocatedPattern, schemas: tuple[EventSchema, ...]
) -> KnownEvents:
    """What is known about the events that a branch of a pattern is for.

    Args:
        roots: the names at the root of the pattern.
        located: the pattern, with the service that runs it.
        schemas: of the user's own events.
    """
    sources = _sources(branch, frozenset(roots), located)
    is_of_bus = [source.name for source in sources] == ["bus"]
    selected = selected_events(branch) if is_of_bus else []
    known = [group.known_shape or group.shape for group in selected]
    details = [each.below("detail") or OPEN for each in known if not each.is_open]
    shapes = [_with_details(_record(source, located.table), details) for source in sources]
    shapes += _schema_shapes(branch, located, schemas)
    names = tuple(dict.fromkeys(name for group in selected for name in group.names))
    return KnownEvents(sources, names, shape_union(shapes) if shapes else OPEN)


def _sources(branch: EventPattern, roots: frozenset[str], located: LocatedPattern) -> tuple[Source, ...]:
    service = located.service
    if located.is_policy or located.scope or (service is not None and service.any_shape):
        return ()
    source = located.source or inferred_source(branch, service)
    if source is not None:
        return (source,) if source.name in RECORD_SHAPES else ()
    return tuple(
        source
        for source in SOURCES
        if source.name in RECORD_SHAPES
        and (service is None or service.name in source.services)
        and roots <= RECORD_SHAPES[source.name].fields.keys()
    )


def _record(source: Source, table: StreamOfTable | None) -> Shape:
    """The shape of the records of a source, with what the template says about the table that they are from."""
    if table is not None and RECORD_SHAPES[source.name] is DYNAMODB_RECORD:
        return record_with_attributes(table.types, table.keys)
    return RECORD_SHAPES[source.name]


def _with_details(shape: Shape, details: list[Shape]) -> Shape:
    """The shape of events on a bus, with what is known about their details."""
    return object_of({**shape.fields, "detail": shape_union(details)}) if details else shape


def _schema_shapes(
    branch: EventPattern, located: LocatedPattern, schemas: tuple[EventSchema, ...]
) -> Iterator[Shape]:
    if schemas:
        subject = Subject(branch, located.service, located.source, located.scope, schemas=schemas)
        for chosen in chosen_schemas(subject):
            yield from (placed.shape(is_closed=False) for placed in chosen.placed)

"""The subject of a check: a pattern, and where it runs."""

from __future__ import annotations

from pipefilter.analysis.reading.record_shape import record_shape
from pipefilter.analysis.reading.stream_of_table import StreamOfTable
from pipefilter.dataclass import dataclass
from pipefilter.events.schema.event_schema import EventSchema
from pipefilter.events.shape import Shape
from pipefilter.language.event_pattern import EventPattern
from pipefilter.services.service import Service
from pipefilter.sources.source import Source

__all__ = ["Subject"]


@dataclass(frozen=True, slots=True)
class Subject:
    """A pattern, and where it runs.

    Args:
        scope: of an EventBridge v2 subscriber's filter: the part of the event that it sees; "" for the event.
        is_sent: whether AWS receives exactly this text, including its white space.
        table: what is known about the table whose stream it filters; None if nothing is.
        schemas: of the user's own events.
    """

    pattern: EventPattern
    service: Service | None = None
    source: Source | None = None
    scope: str = ""
    is_sent: bool = False
    table: StreamOfTable | None = None
    schemas: tuple[EventSchema, ...] = ()

    @property
    def record(self) -> Shape | None:
        """The shape of the records; None if it is not known, or if they can be anything, as on a v2 bus."""
        return record_shape(self.service, self.source)

    @property
    def is_of_dynamodb(self) -> bool:
        """Whether the pattern may be for records of a DynamoDB stream."""
        return self.source is None or self.source.name == "dynamodb"

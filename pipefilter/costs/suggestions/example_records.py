"""The example events as filters see them, and how many of them pass other filters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipefilter.costs.traffic.example_events import ExampleEvents
from pipefilter.costs.traffic.queries import build_queries
from pipefilter.costs.traffic.record_queries import RecordQueries
from pipefilter.dataclass import dataclass
from pipefilter.errors import EventTooIntricate, InvalidEvent, Undecided
from pipefilter.filtering.visible_record import visible_record
from pipefilter.json_text.raw_object import RawObject, raw_object
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services.service import Service
from pipefilter.sources import detect_source
from pipefilter.sources.source import Source

__all__ = ["ExampleRecord", "ExampleRecords"]


@dataclass(frozen=True, slots=True)
class ExampleRecord:
    """An example, and how many events it represents.

    Args:
        record: as it came, unwrapped.
        seen: as a filter sees it.
        source: where it is from; None if that is not known.
    """

    record: RawObject
    seen: RawObject
    source: Source | None
    count: int


class ExampleRecords:
    """Examples of the events that pass; without a source, that of each event is detected."""

    def __init__(self, events: ExampleEvents, service: Service, source: Source | None) -> None:
        self._service = service
        self._source = source
        self._records = list(self._read(events))
        self.total = sum(each.count for each in self._records)
        """How many events the examples represent."""

    def _read(self, events: ExampleEvents) -> Iterator[ExampleRecord]:
        for text, count in sorted(events.counts.items()):
            record = raw_object(text.decode("utf-8", "surrogatepass"))
            source = self._source or detect_source(record)
            if source is not None and self._service.name not in source.services:
                source = None
            yield ExampleRecord(record, self._seen(record, source), source, count)

    def _seen(self, record: RawObject, source: Source | None) -> RawObject:
        try:
            return visible_record(record, source, self._service)
        except Undecided:
            return RawObject(())

    def __iter__(self) -> Iterator[ExampleRecord]:
        return iter(self._records)

    def passing(self, choices: Sequence[FilterCriteria]) -> list[int]:
        """How many events pass each of some filters, each in place of those that the events have passed."""
        queries = build_queries(
            [(str(number), choice) for number, choice in enumerate(choices)], with_members=False
        )
        record_queries = RecordQueries(queries, self._service, self._source)
        needs_all = self._service.combination == "all"
        counts = [0] * len(choices)
        for record in self._records:
            try:
                signature = set(record_queries.signature(record.record, record.source))
            except (Undecided, InvalidEvent, EventTooIntricate):
                signature = set(range(len(queries.filters)))  # without a verdict it counts as passing
            for number, candidate in enumerate(queries.candidates):
                if candidate.criteria.filters and candidate.matches(signature, needs_all=needs_all):
                    counts[number] += record.count
        return counts

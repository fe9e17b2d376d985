"""The events that were kept as examples, as filters see them, and how many of them pass other filters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipefilter.costs.traffic.example_events import ExampleEvents
from pipefilter.costs.traffic.queries import probes_of
from pipefilter.costs.traffic.record_queries import RecordProbes
from pipefilter.errors import EventTooIntricate, InvalidEvent, Undecided
from pipefilter.filtering.service_filters import decoded_record
from pipefilter.json_text.raw_object import RawObject, raw_object
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services.service import Service
from pipefilter.sources import detect_source
from pipefilter.sources.source import Source

__all__ = ["ExampleRecord", "ExampleRecords"]


@dataclass(frozen=True, slots=True)
class ExampleRecord:
    """One event.

    Args:
        record: as it came, without its wrapper.
        seen: as a filter sees it.
        source: where it is from.
        count: how often it came.
    """

    record: RawObject
    seen: RawObject
    source: Source | None
    count: int


class ExampleRecords:
    """Examples of the events that pass.

    Args:
        events: they.
        service: where the filters run.
        source: where they are from; None to tell it from each.
    """

    def __init__(self, events: ExampleEvents, service: Service, source: Source | None) -> None:
        self._service = service
        self._source = source
        self._records = list(self._read(events))
        self.total = sum(one.count for one in self._records)
        """How many events they stand for."""

    def _read(self, events: ExampleEvents) -> Iterator[ExampleRecord]:
        for text, count in sorted(events.counts.items()):
            record = raw_object(text.decode("utf-8", "surrogatepass"))
            source = self._source or detect_source(record)
            if source is not None and self._service.name not in source.services:
                source = None
            yield ExampleRecord(record, decoded_record(record, source, self._service)[0], source, count)

    def __iter__(self) -> Iterator[ExampleRecord]:
        return iter(self._records)

    def passing(self, choices: Sequence[FilterCriteria]) -> list[int]:
        """How many events pass each of some filters.

        Args:
            choices: filters, each instead of those that the events have passed.
        """
        probes = probes_of([(str(number), choice) for number, choice in enumerate(choices)], with_members=False)
        asked = RecordProbes(probes, self._service, self._source)
        all_of_them = self._service.combination == "all"
        counts = [0] * len(choices)
        for one in self._records:
            try:
                kind = set(asked.kind(one.record, one.source))
            except (Undecided, InvalidEvent, EventTooIntricate):
                kind = set(range(len(probes.filters)))  # nothing is saved by it
            for number, candidate in enumerate(probes.candidates):
                if candidate.criteria.filters and candidate.takes(kind, all_of_them=all_of_them):
                    counts[number] += one.count
        return counts

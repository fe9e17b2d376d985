"""Unwraps the records of an event and measures each: the queries that hold, size, time, and region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipefilter.costs.traffic.counts import Signature
from pipefilter.costs.traffic.record_queries import RecordQueries
from pipefilter.costs.traffic.record_region import region_of_record
from pipefilter.errors import EventTooIntricate, InvalidEvent, Problem, Undecided
from pipefilter.filtering.envelopes import WrappedRecord
from pipefilter.filtering.shared_reader import SharedReader
from pipefilter.json_text.raw_object import raw_object
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import decoded
from pipefilter.matching.event_text import Event
from pipefilter.sources import Source, detect_source
from pipefilter.sources.sns import SNS, form_of

__all__ = ["EventRecord", "EventRecords"]

_WHITE = " \t\r\n"
EventRecord = tuple[bytes, Signature, int, int | None, str | None] | Undecided | Problem
"""Of a record its text (empty if it is not kept), signature, size, time, and region; or why it has no verdict; or what is wrong."""


class EventRecords:
    """Unwraps records and measures them, and keeps their texts if they are needed."""

    def __init__(
        self, reader: SharedReader, queries: RecordQueries, source: Source | None, *, with_text: bool
    ) -> None:
        self._reader = reader
        self._queries = queries
        self._source = source
        self._with_text = with_text
        self._last_wrapper = ("", "")
        self.unlike = 0
        """How many do not look like records of the source."""
        self.other_sources: Counter[str] = Counter()
        """How many are certain to be of each other source."""

    def read(self, event: Event) -> list[EventRecord]:
        """The records in one JSON text: a record or an event, bare or in any wrapper.

        Raises:
            InvalidEvent: it is not JSON, or there is not a record in it.
            EventTooIntricate: there is no verdict within the budget.
        """
        return list(self._each_record(event))

    def _each_record(self, event: Event) -> Iterator[EventRecord]:
        try:
            records = self._reader.records(event if isinstance(event, bytes) else str(event))
        except Undecided as reason:
            yield reason
            return
        text = _text_of(event) if isinstance(event, bytes) else str(event)
        for wrapped in records:
            if wrapped.fault is not None:
                yield wrapped.fault
                continue
            try:
                yield self._one_record(wrapped, text)
            except Undecided as reason:
                yield reason

    def _one_record(self, wrapped: WrappedRecord, text: str) -> EventRecord:
        try:
            source = self._queries.source_of(wrapped)
        except Undecided:
            if wrapped.source is not None and wrapped.source is not self._source:
                self.other_sources[wrapped.source.name] += 1
            raise
        self.unlike += self._is_unlike(wrapped)
        try:
            signature = self._queries.signature(wrapped.record, source)
        except (InvalidEvent, EventTooIntricate) as fault:
            if not wrapped.pointer:
                raise
            # the others of its list are evaluated
            raise Undecided(fault.message if isinstance(fault, InvalidEvent) else str(fault)) from None
        # a bare record is kept as it is written, as it is where its line is measured without decoding
        own = wrapped.record.text if wrapped.pointer else text.strip(_WHITE)
        kept = own.encode("utf-8", "surrogatepass") if self._with_text else b""
        size, time, region = self._queries.measure(wrapped.record, source)
        if region is None and wrapped.pointer.count("/") > 1:
            # records of a broker have no region of their own
            region = self._region_of(text) or None
        return kept, signature, size, time, region

    def _is_unlike(self, wrapped: WrappedRecord) -> bool:
        """Whether a record does not look like one of the source."""
        if self._source is None or self._source in (wrapped.source, detect_source(wrapped.record)):
            return False
        # a message of SNS in a message of SQS
        return self._source is not SNS or form_of(wrapped.record) != "enveloped"

    def _region_of(self, wrapper: str) -> str:
        """The region of a wrapper; "" if it has none. It is looked up once for all records of the wrapper."""
        if self._last_wrapper[0] is not wrapper:
            self._last_wrapper = wrapper, _region_in(wrapper)
        return self._last_wrapper[1]


def _text_of(event: bytes) -> str:
    try:
        return decoded(event)
    except UnicodeDecodeError:  # a wrapper that is damaged
        return event.decode("utf-8", "replace")


def _region_in(wrapper: str) -> str:
    try:
        return region_of_record(raw_object(wrapper)) or ""
    except (JsonFault, ValueError, IndexError):  # it is damaged
        return ""

"""Recognises records by their `eventSource`, and the events that functions receive by their lists of records."""

from __future__ import annotations

from pipefilter.json_text.raw_object import RawObject

__all__ = ["FUNCTION_LISTS", "WRAPPERS", "has_event_source"]

FUNCTION_LISTS = frozenset(("Records", "rmqMessagesByQueue"))
"""Names of lists of records in the event of a function, which no filter sees; no record and no event of a bus has them."""
WRAPPERS = frozenset(("Records", "records", "messages", "kinesis"))
"""Members in the event of a function that are around the records, or around their data."""


def has_event_source(record: RawObject, *event_sources: str) -> bool:
    """Whether a record's own `eventSource` is one of these, such as `aws:kinesis`."""
    return record.text_of("eventSource") in event_sources

"""Recognises records by their `eventSource`, and the events that functions receive by their lists of records."""

from __future__ import annotations

from pipefilter.json_text.raw_object import RawObject

__all__ = ["FUNCTION_LISTS", "WRAPPERS", "has_event_source"]

FUNCTION_LISTS = frozenset(("Records", "rmqMessagesByQueue"))
"""Names of record lists in the events of functions: filters never see them, and no record or bus event has them."""
WRAPPERS = frozenset(("Records", "records", "messages", "rmqMessagesByQueue", "kinesis"))
"""Members around the records, or around their data, in the events of functions."""


def has_event_source(record: RawObject, *event_sources: str) -> bool:
    """Whether a record's own `eventSource` is one of these, such as `aws:kinesis`."""
    return record.text_of("eventSource") in event_sources

"""Recognises records by their `eventSource`."""

from __future__ import annotations

from pipefilter.json_text.raw_object import RawObject

__all__ = ["has_event_source"]


def has_event_source(record: RawObject, *event_sources: str) -> bool:
    """Whether a record's own `eventSource` is one of these.

    Args:
        record: any.
        event_sources: such as `aws:kinesis`.
    """
    return record.text_of("eventSource") in event_sources

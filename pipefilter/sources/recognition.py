"""How a record tells where it is from."""

from __future__ import annotations

from pipefilter.json_text.raw_object import RawObject

__all__ = ["says"]


def says(record: RawObject, *event_sources: str) -> bool:
    """Whether the record's own `eventSource` is one of these.

    Args:
        record: any.
        event_sources: such as `aws:kinesis`.
    """
    return record.text_of("eventSource") in event_sources

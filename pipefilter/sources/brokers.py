"""What the sources of Amazon MQ and Kafka have in common: the members beside the data, and unchanged records."""

from __future__ import annotations

from pipefilter.evidence import Evidence
from pipefilter.json_text.raw_object import RawObject
from pipefilter.sources.source import RecordKey, Usable

__all__ = ["metadata_keys", "record_unchanged"]

_PIPES = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html"
_METADATA: dict[str, Usable] = {"pipe": "yes", "lambda": "not listed"}
_ADDED: dict[str, Usable] = {"pipe": "no", "lambda": "not listed"}


def record_unchanged(record: RawObject) -> RawObject:
    """The record itself; for sources whose records filters see as they are."""
    return record


def metadata_keys(*names: str, added: tuple[str, ...]) -> tuple[RecordKey, ...]:
    """The members beside the data.

    Args:
        names: of members from the source itself.
        added: names of members that the poller adds.
    """
    return (
        *(RecordKey(name, _METADATA, Evidence("documented", _PIPES)) for name in names),
        *(RecordKey(name, _ADDED, Evidence("documented", _PIPES, "the poller adds it")) for name in added),
    )

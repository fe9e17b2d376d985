"""What the sources of Amazon MQ and Kafka have in common: their tables, and records that are left as they are."""

from __future__ import annotations

from pipefilter.evidence import Evidence
from pipefilter.json_text.raw_object import RawObject
from pipefilter.sources.source import RecordKey, Usable

__all__ = ["as_it_is", "metadata_keys"]

_PIPES = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html"
_METADATA: dict[str, Usable] = {"pipe": "yes", "lambda": "not listed"}
_ADDED: dict[str, Usable] = {"pipe": "no", "lambda": "not listed"}


def as_it_is(record: RawObject) -> RawObject:
    """The record itself."""
    return record


def metadata_keys(*names: str, added: tuple[str, ...]) -> tuple[RecordKey, ...]:
    """Members beside the data.

    Args:
        names: of those that the source itself sends.
        added: of those that the poller adds.
    """
    return (
        *(RecordKey(name, _METADATA, Evidence("documented", _PIPES)) for name in names),
        *(RecordKey(name, _ADDED, Evidence("documented", _PIPES, "the poller adds it")) for name in added),
    )

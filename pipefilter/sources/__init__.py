"""The sources of records, and how filters see their records: one file per source, with evidence for each fact."""

from __future__ import annotations

from pipefilter.json_text.raw_object import RawObject
from pipefilter.sources.activemq import ACTIVEMQ
from pipefilter.sources.documentdb import DOCUMENTDB
from pipefilter.sources.dynamodb_stream import DYNAMODB_STREAM
from pipefilter.sources.event_bus import EVENT_BUS
from pipefilter.sources.kafka import MSK, SELF_MANAGED_KAFKA
from pipefilter.sources.kinesis import KINESIS
from pipefilter.sources.rabbitmq import RABBITMQ
from pipefilter.sources.sns import SNS
from pipefilter.sources.source import Source
from pipefilter.sources.sqs import SQS

__all__ = ["SOURCES", "Source", "detect_source", "source_named"]

SOURCES: tuple[Source, ...] = (
    DYNAMODB_STREAM,
    KINESIS,
    SQS,
    RABBITMQ,
    ACTIVEMQ,
    SELF_MANAGED_KAFKA,
    MSK,
    DOCUMENTDB,
    EVENT_BUS,
    SNS,
)
"""Every source, in the order in which they are tried for a record."""


def source_named(name: str) -> Source:
    """The source with this name, as `--source` accepts it.

    Raises:
        KeyError: there is no such source.
    """
    return {source.name: source for source in SOURCES}[name]


def detect_source(record: RawObject) -> Source | None:
    """The source of a record, by its `eventSource` or its shape; None if it is not recognised."""
    return next((source for source in SOURCES if source.recognises(record)), None)

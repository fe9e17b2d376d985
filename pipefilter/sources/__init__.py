"""The sources of records, and what a filter sees of them: one file a source, as data with evidence."""

from __future__ import annotations

from pipefilter.json_text.raw_object import RawObject
from pipefilter.sources.activemq import ACTIVEMQ
from pipefilter.sources.documentdb import DOCUMENTDB
from pipefilter.sources.dynamodb_stream import DYNAMODB_STREAM
from pipefilter.sources.event_bus import EVENT_BUS
from pipefilter.sources.kafka import MSK, SELF_MANAGED_KAFKA
from pipefilter.sources.kinesis import KINESIS
from pipefilter.sources.rabbitmq import RABBITMQ
from pipefilter.sources.source import Source
from pipefilter.sources.sqs import SQS

__all__ = ["SOURCES", "Source", "source_named", "source_of"]

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
)
"""Every source, in the order in which they are asked whether a record is theirs."""


def source_named(name: str) -> Source:
    """The source of this name, as `--source` takes it.

    Args:
        name: such as `kinesis`.

    Raises:
        KeyError: there is none.
    """
    return {source.name: source for source in SOURCES}[name]


def source_of(record: RawObject) -> Source | None:
    """Where a record is from, by what it says and what it has; None if it does not tell.

    Args:
        record: one, taken out of its wrapper.
    """
    return next((source for source in SOURCES if source.recognises(record)), None)

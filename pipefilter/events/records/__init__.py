"""The shapes of the records that filters see, one file per source."""

from __future__ import annotations

from collections.abc import Mapping

from pipefilter.events.records.activemq import ACTIVEMQ_MESSAGE
from pipefilter.events.records.bus import BUS_EVENT
from pipefilter.events.records.dynamodb import DYNAMODB_RECORD
from pipefilter.events.records.kafka import KAFKA_RECORD
from pipefilter.events.records.kinesis import KINESIS_RECORD
from pipefilter.events.records.rabbitmq import RABBITMQ_MESSAGE
from pipefilter.events.records.sqs import SQS_MESSAGE
from pipefilter.events.shape import Shape

__all__ = ["RECORD_SHAPES"]

RECORD_SHAPES: Mapping[str, Shape] = {
    "dynamodb": DYNAMODB_RECORD,
    "kinesis": KINESIS_RECORD,
    "sqs": SQS_MESSAGE,
    "rabbitmq": RABBITMQ_MESSAGE,
    "activemq": ACTIVEMQ_MESSAGE,
    "kafka": KAFKA_RECORD,
    "msk": KAFKA_RECORD,
    "bus": BUS_EVENT,
}
"""By the name of the source; AWS does not document records of DocumentDB for filters; of an SNS message they see the attributes or the body."""

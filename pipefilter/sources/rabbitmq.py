"""A broker of Amazon MQ that runs RabbitMQ."""

from __future__ import annotations

from pipefilter.evidence import Evidence
from pipefilter.json_text.raw_object import RawObject
from pipefilter.sources.recognition import has_event_source
from pipefilter.sources.source import RecordKey, Source, metadata_keys
from pipefilter.sources.tables import BROKER_ROWS

__all__ = ["RABBITMQ"]

_LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg/with-mq-filtering.html"


def _recognises(record: RawObject) -> bool:
    return has_event_source(record, "aws:rmq") or record.has("basicProperties", "data")


RABBITMQ = Source(
    name="rabbitmq",
    title="Amazon MQ (RabbitMQ)",
    records="RabbitMQ messages",
    url=_LAMBDA,
    services=("pipe", "lambda"),
    filterable=Evidence("documented", _LAMBDA),
    data_keys={"pipe": ("data",), "lambda": ("data",)},
    is_base64=True,
    rows=BROKER_ROWS,
    rows_evidence=Evidence("documented", _LAMBDA),
    keys=(
        RecordKey("data", {"pipe": "yes", "lambda": "yes"}, Evidence("documented", _LAMBDA)),
        *metadata_keys(
            "basicProperties", "redelivered", added=("eventSource", "eventSourceArn", "eventSourceKey")
        ),
    ),
    markers=(b'"aws:rmq"', b'"basicProperties"'),
    wrapper='{"eventSource": "aws:rmq", "eventSourceArn": "...", "rmqMessagesByQueue": {"queue::/": [...]}}',
    recognises=_recognises,
)

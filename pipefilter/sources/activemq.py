"""A broker of Amazon MQ that runs ActiveMQ."""

from __future__ import annotations

from pipefilter.evidence import Evidence
from pipefilter.json_text.raw_object import RawObject
from pipefilter.sources.recognition import has_event_source
from pipefilter.sources.source import RecordKey, Source, Usable, metadata_keys
from pipefilter.sources.tables import BROKER_ROWS

__all__ = ["ACTIVEMQ"]

_LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg/with-mq-filtering.html"

_EVENTS = "https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html"
_OF_SAMPLE = ("persistent", "deliveryMode", "replyTo", "type", "expiration", "priority", "correlationId")
_SHOWN: dict[str, Usable] = {"pipe": "not listed", "lambda": "not listed"}


def _recognises(record: RawObject) -> bool:
    return has_event_source(record, "aws:amq", "aws:mq") or record.has("messageID", "data")


ACTIVEMQ = Source(
    name="activemq",
    title="Amazon MQ (ActiveMQ)",
    records="ActiveMQ messages",
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
            "messageID",
            "messageType",
            "connectionId",
            "redelivered",
            "destination",
            "timestamp",
            "brokerInTime",
            "brokerOutTime",
            "properties",
            added=("eventSource", "eventSourceArn"),
        ),
        *(
            RecordKey(name, _SHOWN, Evidence("uncertain", _EVENTS, "shown only in AWS's sample of an event"))
            for name in _OF_SAMPLE
        ),
    ),
    markers=(b'"aws:amq"', b'"aws:mq"', b'"messageID"'),
    wrapper='{"eventSource": "aws:mq", "eventSourceArn": "...", "messages": [...]}',
    recognises=_recognises,
)

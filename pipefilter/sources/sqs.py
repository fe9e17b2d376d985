"""A queue of SQS, standard or FIFO."""

from __future__ import annotations

from pipefilter.evidence import Evidence
from pipefilter.json_text.raw_object import RawObject, raw_object
from pipefilter.sources.recognition import has_event_source
from pipefilter.sources.source import RecordKey, Source, Usable
from pipefilter.sources.tables import QUEUE_ROWS

__all__ = ["SQS"]

_LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html"
_GENERAL = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html"
_PIPES = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html"
_YES: dict[str, Usable] = {"pipe": "yes", "lambda": "yes"}
_KEYS: dict[str, Usable] = {"pipe": "yes", "lambda": "not listed"}
_NO: dict[str, Usable] = {"pipe": "no", "lambda": "not listed"}
_NOT_LISTED = "Lambda's page on SQS lists only body, but some samples filter on it"
_AS_PRINTED = {
    "MessageId": "messageId",
    "ReceiptHandle": "receiptHandle",
    "Body": "body",
    "MD5OfBody": "md5OfBody",
    "MD5OfMessageAttributes": "md5OfMessageAttributes",
    "Attributes": "attributes",
    "MessageAttributes": "messageAttributes",
}
_ATTRIBUTE_AS_PRINTED = {"StringValue": "stringValue", "BinaryValue": "binaryValue", "DataType": "dataType"}


def _recognises(record: RawObject) -> bool:
    return (
        has_event_source(record, "aws:sqs")
        or record.has("messageId", "body")
        or record.has("MessageId", "Body")
    )


def _as_seen(record: RawObject) -> RawObject:
    """The record as a poller delivers it; `aws sqs receive-message` capitalises the field names."""
    if not record.has("Body"):
        return record
    record = record.renamed(_AS_PRINTED)
    attributes = record.inner("messageAttributes")
    if attributes is None:
        return record
    renamed = RawObject(
        tuple(
            (name, raw_object(value).renamed(_ATTRIBUTE_AS_PRINTED).text if value.startswith("{") else value)
            for name, value in attributes.members
        )
    )
    return record.put("messageAttributes", renamed.text)


SQS = Source(
    name="sqs",
    title="SQS queue",
    records="SQS messages",
    url=_LAMBDA,
    services=("pipe", "lambda"),
    filterable=Evidence("documented", _LAMBDA),
    data_keys={"pipe": ("body",), "lambda": ("body",)},
    is_base64=False,
    rows=QUEUE_ROWS,
    rows_evidence=Evidence("documented", _LAMBDA, "also recorded for a plain body with a JSON pattern"),
    keys=(
        RecordKey("body", _YES, Evidence("documented", _LAMBDA)),
        RecordKey("messageId", _YES, Evidence("uncertain", _GENERAL, "Lambda's page on SQS lists only body")),
        RecordKey("attributes", _KEYS, Evidence("uncertain", _PIPES, _NOT_LISTED)),
        RecordKey("messageAttributes", _KEYS, Evidence("uncertain", _PIPES, _NOT_LISTED)),
        RecordKey("receiptHandle", _KEYS, Evidence("uncertain", _PIPES, _NOT_LISTED)),
        RecordKey("md5OfBody", _KEYS, Evidence("uncertain", _PIPES, _NOT_LISTED)),
        RecordKey("md5OfMessageAttributes", _KEYS, Evidence("uncertain", _PIPES, _NOT_LISTED)),
        RecordKey("eventSource", _NO, Evidence("documented", _PIPES, "the poller adds it")),
        RecordKey(
            "eventSourceARN",
            {"pipe": "no", "lambda": "yes"},
            Evidence("uncertain", _GENERAL, "Lambda's general page lists it; for a pipe, the poller adds it"),
        ),
        RecordKey(
            "awsRegion",
            {"pipe": "no", "lambda": "yes"},
            Evidence("uncertain", _GENERAL, "Lambda's general page lists it; for a pipe, the poller adds it"),
        ),
    ),
    markers=(b'"aws:sqs"', b'"messageId"', b'"MessageId"'),
    wrapper='{"Records": [...]}',
    recognises=_recognises,
    as_seen=_as_seen,
)

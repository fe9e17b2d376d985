"""A data stream of Kinesis."""

from __future__ import annotations

from pipefilter.evidence import Evidence
from pipefilter.json_text.raw_object import RawObject
from pipefilter.sources.printed_time import normalised_time
from pipefilter.sources.recognition import has_event_source
from pipefilter.sources.source import RecordKey, Source, metadata_keys
from pipefilter.sources.tables import STREAM_ROWS

__all__ = ["KINESIS"]

_LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis-filtering.html"
_PIPES = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html"
_ADDED = (
    "awsRegion",
    "eventSource",
    "eventSourceARN",
    "eventVersion",
    "eventID",
    "eventName",
    "invokeIdentityArn",
)
_TIME = "approximateArrivalTimestamp"
_AS_PRINTED = {
    "Data": "data",
    "PartitionKey": "partitionKey",
    "SequenceNumber": "sequenceNumber",
    "ApproximateArrivalTimestamp": _TIME,
}


def _recognises(record: RawObject) -> bool:
    inner = record.inner("kinesis")
    return (
        has_event_source(record, "aws:kinesis")
        or (inner is not None and (inner.has("data") or inner.has("partitionKey")))
        or record.has("data", "partitionKey")
        or record.has("Data", "PartitionKey")
    )


def _as_seen(record: RawObject) -> RawObject:
    """The record with the members of Lambda's `kinesis` at the root, where filters look for them."""
    inner = record.inner("kinesis")
    if inner is not None:
        record = RawObject((*inner.members, *(member for member in record.members if member[0] != "kinesis")))
    record = record.renamed(_AS_PRINTED)
    time = record.get(_TIME)
    return record if time is None else record.put(_TIME, normalised_time(time))


KINESIS = Source(
    name="kinesis",
    title="Kinesis data stream",
    records="Kinesis records",
    url=_LAMBDA,
    services=("pipe", "lambda"),
    filterable=Evidence("documented", _LAMBDA),
    data_keys={"pipe": ("data",), "lambda": ("data",)},
    is_base64=True,
    rows=STREAM_ROWS,
    rows_evidence=Evidence("documented", _LAMBDA),
    keys=(
        RecordKey("data", {"pipe": "yes", "lambda": "yes"}, Evidence("documented", _LAMBDA)),
        RecordKey(
            "partitionKey",
            {"pipe": "yes", "lambda": "not listed"},
            Evidence(
                "documented", _PIPES, "older versions of Lambda's page list it; the current one lists only data"
            ),
        ),
        *metadata_keys("sequenceNumber", "kinesisSchemaVersion", "approximateArrivalTimestamp", added=_ADDED),
    ),
    markers=(b'"aws:kinesis"', b'"kinesis"', b'artitionKey"'),
    wrapper='{"Records": [...]}, with the fields of each record below kinesis',
    recognises=_recognises,
    as_seen=_as_seen,
)

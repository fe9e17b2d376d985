"""A sample record of each source, as filters see it: with its data decoded, and without a wrapper.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-source.html
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from itertools import count

from pipefilter.events.records import RECORD_SHAPES
from pipefilter.events.records.sns import SNS_ATTRIBUTES
from pipefilter.language.dynamodb_record import ABSENT_IMAGE, EVENT_KINDS, TTL_PRINCIPAL
from pipefilter.sources.source import Source
from pipefilter.witnesses.sample import Sample, Tree
from pipefilter.witnesses.usual_values import ACCOUNT, REGION, TIME

__all__ = ["KAFKA_KEY", "MD5_OF_EMPTY", "bus_sample", "message_sample", "samples_of"]

_MILLISECONDS = 1767225600000
"""2026-01-01T00:00:00Z, as the other times."""
_SECONDS = _MILLISECONDS // 1000
_UUID = "2c6a3f0e-5b1d-4c8e-9f27-0a1b2c3d4e5f"
_SEQUENCE = "49590338271490256608559692538361571095921575989136588898"
_BROKER = "b-2c6a3f0e-5b1d-4c8e-9f27-0a1b2c3d4e5f"
_KAFKA_SERVERS = "b-1.example.com:9092"

KAFKA_KEY = "example-0"
"""Of the topic and the partition of the sample."""
MD5_OF_EMPTY = "99914b932bd37a50b983c5e7c90ae93b"
"""Of the body `{}` of the sample; that of another body is calculated."""
_KEYS = ("id", "pk", "key")
_KINDS = sorted(EVENT_KINDS, key=lambda kind: kind != "MODIFY")
"""The kinds of records of a DynamoDB stream, the most plausible first."""
_TTL_USER = {"principalId": TTL_PRINCIPAL, "type": "Service"}


def _arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


def _dynamodb(kind: str, key: str = "id") -> Sample:
    keys: dict[str, Tree] = {key: {"S": "example"}}
    change: dict[str, Tree] = {"ApproximateCreationDateTime": _SECONDS, "Keys": dict(keys)}
    name = "REMOVE" if kind == "TTL" else kind
    absent = ABSENT_IMAGE[name]
    change.update({image: dict(keys) for image in ("NewImage", "OldImage") if image != absent})
    tree: dict[str, Tree] = {
        "eventID": "2c6a3f0e5b1d4c8e9f270a1b2c3d4e5f",
        "eventName": name,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": REGION,
        "dynamodb": {
            **change,
            "SequenceNumber": "4421584500000000017450439091",
            "SizeBytes": 26,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
        "eventSourceARN": _arn("dynamodb", "table/example/stream/2026-01-01T00:00:00.000"),
    }
    missing = (f"dynamodb.{absent}",) if absent else ()
    if kind != "TTL":
        return Sample(tree, {"eventName": name}, (*missing, "userIdentity"))
    fixed = {"eventName": name, **{f"userIdentity.{key}": value for key, value in _TTL_USER.items()}}
    return Sample({**tree, "userIdentity": {**_TTL_USER}}, fixed, missing)


def _kafka(brokers: dict[str, Tree]) -> Sample:
    return Sample(
        {
            **brokers,
            "topic": "example",
            "partition": 0,
            "offset": 15,
            "timestamp": _MILLISECONDS,
            "timestampType": "CREATE_TIME",
            "value": {},
            "headers": [],
        }
    )


_SAMPLES: dict[str, tuple[Sample, ...]] = {
    "kinesis": (
        Sample(
            {
                "kinesisSchemaVersion": "1.0",
                "partitionKey": "example",
                "sequenceNumber": _SEQUENCE,
                "data": {},
                "approximateArrivalTimestamp": _SECONDS,
                "eventSource": "aws:kinesis",
                "eventVersion": "1.0",
                "eventID": f"shardId-000000000000:{_SEQUENCE}",
                "eventName": "aws:kinesis:record",
                "invokeIdentityArn": f"arn:aws:iam::{ACCOUNT}:role/example",
                "awsRegion": REGION,
                "eventSourceARN": _arn("kinesis", "stream/example"),
            }
        ),
    ),
    "sqs": (
        Sample(
            {
                "messageId": _UUID,
                "receiptHandle": "MessageReceiptHandle",
                "body": {},
                "attributes": {
                    "ApproximateReceiveCount": "1",
                    "SentTimestamp": str(_MILLISECONDS),
                    "SenderId": "AROAEXAMPLE:example",
                    "ApproximateFirstReceiveTimestamp": str(_MILLISECONDS),
                },
                "messageAttributes": {},
                "md5OfBody": MD5_OF_EMPTY,
                "eventSource": "aws:sqs",
                "eventSourceARN": _arn("sqs", "example"),
                "awsRegion": REGION,
            }
        ),
    ),
    "rabbitmq": (
        Sample(
            {
                "eventSource": "aws:rmq",
                "eventSourceArn": _arn("mq", f"broker:example:{_BROKER}"),
                "eventSourceKey": "example::/",
                "basicProperties": {
                    "contentType": "application/json",
                    "deliveryMode": 1,
                    "priority": 0,
                    "timestamp": TIME,
                    "bodySize": 2,
                },
                "redelivered": False,
                "data": {},
            }
        ),
    ),
    "activemq": (
        Sample(
            {
                "eventSource": "aws:amq",
                "eventSourceArn": _arn("mq", f"broker:example:{_BROKER}"),
                "messageID": "ID:example-1",
                "messageType": "jms/text-message",
                "deliveryMode": 1,
                "redelivered": False,
                "destination": {"physicalName": "example"},
                "timestamp": _MILLISECONDS,
                "brokerInTime": _MILLISECONDS,
                "brokerOutTime": _MILLISECONDS,
                "data": {},
            }
        ),
    ),
    "msk": (
        _kafka(
            {
                "eventSource": "aws:kafka",
                "eventSourceArn": _arn("kafka", f"cluster/example/{_UUID}-1"),
                "eventSourceKey": KAFKA_KEY,
            }
        ),
    ),
    "kafka": (
        _kafka(
            {
                "eventSource": "SelfManagedKafka",
                "bootstrapServers": _KAFKA_SERVERS,
                "eventSourceKey": KAFKA_KEY,
            }
        ),
    ),
    "documentdb": (
        Sample(
            {
                "event": {
                    "_id": {"_data": "0163eeb6e7000000090100000009000041e1"},
                    "clusterTime": {"$timestamp": {"t": _SECONDS, "i": 1}},
                    "documentKey": {"_id": {"$oid": "63eeb6e7d418cd98afb1c1d7"}},
                    "fullDocument": {"_id": {"$oid": "63eeb6e7d418cd98afb1c1d7"}},
                    "ns": {"db": "example", "coll": "example"},
                    "operationType": "insert",
                }
            }
        ),
    ),
}


def samples_of(source: Source, kind: str = "", attributes: Container[str] = ()) -> tuple[Sample, ...]:
    """The sample records of a source, the most plausible first.

    Args:
        source: of the records.
        kind: the kind of a record of a DynamoDB stream, one of `EVENT_KINDS`; "" for all.
        attributes: names that the key of its item must not have, as they are those of other attributes.
    """
    if source.name == "bus":
        return (bus_sample(),)
    record = RECORD_SHAPES.get(source.name)
    if source.name == "dynamodb":
        key = next((name for name in _KEYS if name not in attributes), _KEYS[0])
        samples = tuple(_dynamodb(each, key) for each in ([kind] if kind else _KINDS))
    else:
        samples = _SAMPLES[source.name]
    return tuple(replace(sample, record=record) for sample in samples)


def message_sample(names: Container[str], *, of_body: bool) -> Sample:
    """What a filter policy of SNS sees of a message: its body, or its attributes, one of which no condition names.

    Args:
        names: of the attributes that conditions name.
        of_body: whether it sees the body.
    """
    if of_body:
        return Sample()
    name = next(name for number in count(1) if (name := "example" + f"-{number}" * (number > 1)) not in names)
    return Sample({name: "example"}, record=SNS_ATTRIBUTES)


def bus_sample(source: str = "", detail_type: str = "") -> Sample:
    """An event from a bus; a source or a detail-type that is passed cannot be changed.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
    """
    tree: dict[str, Tree] = {
        "version": "0",
        "id": _UUID,
        "detail-type": detail_type or "example",
        "source": source or "my.app",
        "account": ACCOUNT,
        "time": TIME,
        "region": REGION,
        "resources": [],
        "detail": {},
    }
    certain = {"source": source, "detail-type": detail_type}
    fixed = {name: value for name, value in certain.items() if value}
    return Sample(tree, fixed, record=RECORD_SHAPES["bus"], changeable=frozenset(fixed))

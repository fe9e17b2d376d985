"""Records of sources as services and tools deliver them, and filters on their data."""

from __future__ import annotations

import base64
import json
from typing import Any

from hypothesis import strategies as st

__all__ = [
    "FORMS",
    "encoded",
    "kafka_records",
    "kafka_wrapper",
    "kinesis_records",
    "patterns_for",
    "queue_records",
    "record_of",
]


def encoded(value: bytes) -> str:
    return base64.b64encode(value).decode()


JSON_DATA = ('{"a": 1}', '{"a": 2, "b": "é"}', ' {"a": [1, 2]} ', "[1]", '{"a": ' + "1" * 1001 + "}")
PLAIN_DATA = ("x", "", "5", "{", '"x"', "null", "é")
BYTES = st.sampled_from([*JSON_DATA, *PLAIN_DATA]).map(str.encode) | st.just(b"\xff\xfe")
DATA_PATTERNS = (
    '{"%s": {"a": [1]}}',
    '{"%s": {"a": [{"numeric": [">", 1]}], "b": [{"exists": false}]}}',
    '{"%s": ["x"]}',
    '{"%s": [{"prefix": ""}]}',
    '{"$or": [{"%s": ["x"], "topic": ["t"]}, {"%s": {"a": [1]}}]}',
    '{"$or": [{"topic": ["t"]}, {"%s": {"a": [1]}}]}',
    '{"topic": ["t"]}',
    '{"partitionKey": ["k"]}',
    '{"messageId": ["1"], "%s": {"a": [{"exists": true}]}}',
)


def patterns_for(key: str) -> tuple[str, ...]:
    return tuple(pattern.replace("%s", key) for pattern in DATA_PATTERNS)


@st.composite
def kinesis_records(draw: st.DrawFn) -> dict[str, Any]:
    """As Lambda receives them, as the AWS CLI prints them, and with data that is not base64."""
    data = draw(BYTES.map(encoded) | st.sampled_from(("no base64", "{}")))
    time = draw(st.sampled_from((1767225600.125, "2026-01-01T00:00:01.5+00:00", None)))
    form = draw(st.integers(0, 2))
    if form == 0:
        own = {"partitionKey": "k", "data": data, "approximateArrivalTimestamp": time}
        return {"eventSource": "aws:kinesis", "kinesis": own, "eventID": "1"}
    if form == 1:
        return {"Data": data, "PartitionKey": "k", "ApproximateArrivalTimestamp": time}
    return {"data": data, "partitionKey": "k"}


@st.composite
def queue_records(draw: st.DrawFn) -> dict[str, Any]:
    """As a function receives them, and as the AWS CLI prints them; bodies of JSON and of plain text."""
    body = draw(st.sampled_from([*JSON_DATA, *PLAIN_DATA]))
    sent = {"SentTimestamp": draw(st.sampled_from(("1767225600123", "", "x")))}
    if draw(st.booleans()):
        return {"messageId": "1", "body": body, "attributes": sent, "eventSource": "aws:sqs"}
    return {
        "MessageId": "1",
        "Body": body,
        "Attributes": sent,
        "MessageAttributes": {"a": {"StringValue": "x"}},
    }


@st.composite
def kafka_records(draw: st.DrawFn) -> dict[str, Any]:
    """With and without a key."""
    record = {"topic": draw(st.sampled_from(("t", "u"))), "partition": 0, "offset": 1}
    record |= {"timestamp": draw(st.sampled_from((1767225600123, 0))), "value": encoded(draw(BYTES))}
    if draw(st.booleans()):
        record["key"] = encoded(draw(BYTES))
    return record


def kafka_wrapper(records: list[dict[str, Any]]) -> dict[str, Any]:
    return {"eventSource": "aws:kafka", "records": {"t-0": records[:1], "u-1": records[1:]}}


def record_of(source: str, data: object, *, is_printed: bool = False) -> dict[str, Any]:
    """A record of a source.

    Args:
        source: the name of the source.
        data: what the producer sent: the image of a DynamoDB item, a JSON value elsewhere.
        is_printed: as the AWS CLI prints it, where that differs.
    """
    text = json.dumps(data)
    base = encoded(text.encode())
    time = "2026-01-01T00:00:00+00:00" if is_printed else 1767225600
    change = {"NewImage": data, "ApproximateCreationDateTime": time}
    kafka = {"topic": "t", "partition": 0, "offset": 1, "value": base}
    forms: dict[str, dict[str, Any]] = {
        "sqs": {"messageId": "1", "body": text, "attributes": {}, "eventSource": "aws:sqs"},
        "kinesis": {"eventSource": "aws:kinesis", "kinesis": {"partitionKey": "k", "data": base}},
        "dynamodb": {"eventName": "MODIFY", "dynamodb": change, "eventSource": "aws:dynamodb"},
        "msk": kafka,
        "kafka": {**kafka, "bootstrapServers": "b:9092"},
        "rabbitmq": {"basicProperties": {"contentType": "text/plain"}, "redelivered": False, "data": base},
        "activemq": {"messageID": "ID:1", "messageType": "jms/text-message", "data": base},
        "documentdb": {"event": {"operationType": "insert", "fullDocument": data}},
        "bus": {"source": "com.example", "detail-type": "t", "detail": data},
        "sns": _message(data, text),
    }
    printed: dict[str, dict[str, Any]] = {
        "sqs": {"MessageId": "1", "ReceiptHandle": "r", "Body": text},
        "kinesis": {"SequenceNumber": "1", "Data": base, "PartitionKey": "k"},
        "dynamodb": {"eventName": "MODIFY", "dynamodb": change},
    }
    return (printed if is_printed else forms)[source]


def _message(data: object, text: str) -> dict[str, Any]:
    """The input of `Publish`, with the strings in the data as attributes, too."""
    members = data if isinstance(data, dict) else {}
    attributes = {
        name: {"DataType": "String", "StringValue": value}
        for name, value in members.items()
        if isinstance(value, str)
    }
    message = {"TopicArn": "arn:aws:sns:eu-west-1:123456789012:t", "Message": text}
    return {**message, "MessageAttributes": attributes} if attributes else message


def _of_function(source: str, records: list[dict[str, Any]]) -> dict[str, Any]:
    """The event that a function receives from Lambda."""
    if source == "msk":
        return {"eventSource": "aws:kafka", "records": {"t-0": records}}
    if source == "kafka":
        own = [{name: value for name, value in each.items() if name != "bootstrapServers"} for each in records]
        return {"eventSource": "SelfManagedKafka", "bootstrapServers": "b:9092", "records": {"t-0": own}}
    if source == "rabbitmq":
        return {"eventSource": "aws:rmq", "rmqMessagesByQueue": {"q::/": records}}
    if source == "sns":
        return {"Records": [{"EventSource": "aws:sns", "Sns": _delivered(each)} for each in records]}
    if source == "activemq":
        return {"eventSource": "aws:mq", "messages": records}
    return {"Records": records}


def _delivered(message: dict[str, Any]) -> dict[str, Any]:
    attributes = message.get("MessageAttributes", {})
    values = {name: {"Type": "String", "Value": each["StringValue"]} for name, each in attributes.items()}
    return {"Type": "Notification", "Subject": None, **message, "MessageAttributes": values}


_PRINTED = {"sqs": "Messages", "kinesis": "Records", "dynamodb": "Records"}

FORMS: dict[tuple[str, str], Any] = {
    (source, form): wrap
    for source in ("sqs", "kinesis", "dynamodb", "msk", "kafka", "rabbitmq", "activemq", "bus", "sns")
    for form, wrap in {
        "lines": lambda values, source=source: "\n".join(
            json.dumps(record_of(source, value)) for value in values
        ),
        "list": lambda values, source=source: json.dumps([record_of(source, value) for value in values]),
        "function": lambda values, source=source: json.dumps(
            _of_function(source, [record_of(source, value) for value in values]), indent=1
        ),
        "printed": lambda values, source=source: json.dumps(
            {_PRINTED[source]: [record_of(source, value, is_printed=True) for value in values]}, indent=4
        ),
    }.items()
    if (source != "bus" or form in ("lines", "list")) and (form != "printed" or source in _PRINTED)
}
"""By source and form: a function that writes records with some data as a file."""

"""Records of streams and queues, turned from boto3's form into the form in which Lambda and pipes receive them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipefilter.aws.wire_values import as_base64, as_seconds, wire_value

if TYPE_CHECKING:
    from mypy_boto3_dynamodbstreams.type_defs import RecordTypeDef as ChangeTypeDef
    from mypy_boto3_kinesis.type_defs import RecordTypeDef
    from mypy_boto3_sqs.type_defs import MessageTypeDef

__all__ = ["change_record", "data_record", "queue_record"]

_USER = {"PrincipalId": "principalId", "Type": "type"}


def change_record(change: ChangeTypeDef, stream_arn: str) -> dict[str, object]:
    """A record of a DynamoDB stream, as Lambda and pipes receive it.

    https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-example.html,
    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html for `userIdentity`
    """
    record: dict[str, object] = {name: wire_value(value) for name, value in change.items()}
    user = record.get("userIdentity")
    if isinstance(user, dict):
        record["userIdentity"] = {_USER.get(name, name): value for name, value in user.items()}
    record["eventSourceARN"] = stream_arn
    return record


def data_record(data: RecordTypeDef, shard: str, stream_arn: str) -> dict[str, object]:
    """A record of a Kinesis data stream, as pipes receive it, without the role that only a pipe has.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-kinesis.html
    """
    sequence = data["SequenceNumber"]
    record: dict[str, object] = {
        "kinesisSchemaVersion": "1.0",
        "partitionKey": data["PartitionKey"],
        "sequenceNumber": sequence,
        "data": as_base64(data["Data"]),
    }
    time = data.get("ApproximateArrivalTimestamp")
    if time is not None:
        record["approximateArrivalTimestamp"] = as_seconds(time)
    return {
        **record,
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventID": f"{shard}:{sequence}",
        "eventName": "aws:kinesis:record",
        "awsRegion": stream_arn.split(":")[3],
        "eventSourceARN": stream_arn,
    }


def queue_record(message: MessageTypeDef, queue_arn: str) -> dict[str, object]:
    """A message of an SQS queue, as Lambda and pipes receive it.

    https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event
    """
    record: dict[str, object] = {
        "messageId": message.get("MessageId", ""),
        "receiptHandle": message.get("ReceiptHandle", ""),
        "body": message.get("Body", ""),
        "attributes": dict(message.get("Attributes", {})),
        "messageAttributes": {
            name: _attribute(value) for name, value in message.get("MessageAttributes", {}).items()
        },
        "md5OfBody": message.get("MD5OfBody", ""),
    }
    if "MD5OfMessageAttributes" in message:
        record["md5OfMessageAttributes"] = message["MD5OfMessageAttributes"]
    region = queue_arn.split(":")[3] if queue_arn.count(":") > 3 else ""
    return {**record, "eventSource": "aws:sqs", "eventSourceARN": queue_arn, "awsRegion": region}


def _attribute(value: Mapping[str, object]) -> dict[str, object]:
    text, data = value.get("StringValue"), value.get("BinaryValue")
    attribute: dict[str, object] = {}
    if text is not None:
        attribute["stringValue"] = text
    if isinstance(data, bytes):
        attribute["binaryValue"] = as_base64(data)
    return {
        **attribute,
        "stringListValues": [],
        "binaryListValues": [],
        "dataType": value.get("DataType", ""),
    }

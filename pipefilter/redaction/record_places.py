"""Decides which values of a record are masked, and how: the data sent are, origin and time are not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

from pipefilter.dataclass import dataclass
from pipefilter.language.dynamodb_record import IMAGES
from pipefilter.redaction.message_places import message_treatment, path_in_message

__all__ = ["Place", "Treatment", "place_in"]

Treatment: TypeAlias = Literal["keep", "text", "number", "base64", "arn"]
"""How a string is masked: not at all; as text, as a number, or as the bytes that it encodes; of an ARN only the account
is. In a text that is JSON, the values are masked."""

# https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html
_BY_TYPE: dict[str, Treatment] = {"N": "number", "NS": "number", "B": "base64", "BS": "base64"}
_ENVELOPE: dict[str, Treatment] = {
    "eventID": "keep",
    "eventName": "keep",
    "eventVersion": "keep",
    "eventSource": "keep",
    "awsRegion": "keep",
    "eventSourceARN": "arn",
    "eventSourceArn": "arn",
    "invokeIdentityArn": "text",
}
# https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html
_CHANGE: dict[str, Treatment] = {
    "ApproximateCreationDateTime": "keep",
    "ApproximateCreationDateTimePrecision": "keep",
    "SequenceNumber": "keep",
    "SizeBytes": "keep",
    "StreamViewType": "keep",
}
_KINESIS: dict[str, Treatment] = {
    "kinesisSchemaVersion": "keep",
    "sequenceNumber": "keep",
    "approximateArrivalTimestamp": "keep",
    "data": "base64",
}
_QUEUE: dict[str, Treatment] = {"messageId": "keep"}
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
_MESSAGE_METADATA = (
    "ApproximateReceiveCount",
    "ApproximateFirstReceiveTimestamp",
    "SentTimestamp",
    "SequenceNumber",
)
# https://docs.aws.amazon.com/lambda/latest/dg/with-kafka.html, https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
_BROKER: dict[str, Treatment] = dict.fromkeys(
    (
        "eventSourceKey",
        "topic",
        "partition",
        "offset",
        "timestamp",
        "timestampType",
        "messageID",
        "messageType",
        "brokerInTime",
        "brokerOutTime",
    ),
    "keep",
)
_BROKER_ORIGIN = (
    ("destination", "physicalName"),
    ("destination", "physicalname"),
    ("basicProperties", "timestamp"),
)
"""The queue of an ActiveMQ message, and the time of a RabbitMQ message."""
_BUS: dict[str, Treatment] = {
    "version": "keep",
    "id": "keep",
    "detail-type": "keep",
    "source": "keep",
    "time": "keep",
    "region": "keep",
    "replay-name": "keep",
}


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a value in a record.

    Args:
        path: the names by which the user can exempt it: below the item, the body, the data or the detail.
    """

    treatment: Treatment
    path: tuple[str, ...]


def place_in(source: str, names: tuple[str, ...]) -> Place:
    """The place that names of members lead to in a record of a source; "" for an unknown source."""
    if not source:  # names known of other sources may mean anything here
        return Place("text", names)
    if source in _IN_RECORD:
        return _IN_RECORD[source](names)
    if source == "sns":
        return Place(message_treatment(names), path_in_message(names))
    if source == "bus":
        return Place(_treatment(names, _BUS), names[1:] if names[:1] == ("detail",) else names)
    return _in_broker_record(names)


def _in_broker_record(names: tuple[str, ...]) -> Place:
    if names[:1] in (("data",), ("key",), ("value",)):
        return Place("base64", names[1:])
    if names in _BROKER_ORIGIN:
        return Place("keep", names)
    return Place(_treatment(names, {**_ENVELOPE, **_BROKER}), names)


def _treatment(names: tuple[str, ...], own: dict[str, Treatment]) -> Treatment:
    return own.get(names[0], "text") if len(names) == 1 else "text"


def _in_kinesis_record(names: tuple[str, ...]) -> Place:
    # Lambda hands over an object in the envelope, a pipe one flat object
    inner = names[1:] if names[:1] == ("kinesis",) else names
    own = _KINESIS if inner is not names else {**_ENVELOPE, **_KINESIS}
    return Place(_treatment(inner, own), inner[1:] if inner[:1] in (("data",), ("Data",)) else inner)


def _in_stream_record(names: tuple[str, ...]) -> Place:
    if len(names) > 2 and names[0] == "dynamodb" and names[1] in IMAGES:
        path, type_ = _attribute(names[2:])
        return Place(_BY_TYPE.get(type_, "text"), path)
    if names[:1] == ("dynamodb",):
        return Place(_treatment(names[1:], _CHANGE), names)
    if names[:1] == ("userIdentity",):
        return Place("keep", names)
    return Place(_treatment(names, _ENVELOPE), names)


def _attribute(names: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The names of attributes in an item, without indexes of lists, and the type of the last; "" if it has none.

    https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html
    """
    path, type_, expects_name = [names[0]], "", False
    for name in names[1:]:
        if expects_name:
            path.append(name)
            expects_name = False
        else:
            # a map is followed by a name, a list by the type of its elements
            type_, expects_name = name, name == "M"
    return tuple(path), type_


def _in_queue_record(names: tuple[str, ...]) -> Place:
    if names[:1] in (("attributes",), ("messageAttributes",)):
        return Place(_message_treatment(names), names)
    path = names[1:] if names[:1] in (("body",), ("Body",)) else names
    return Place(_treatment(names, {**_ENVELOPE, **_QUEUE}), path)


def _message_treatment(names: tuple[str, ...]) -> Treatment:
    if names[0] == "attributes":
        return "keep" if names[-1] in _MESSAGE_METADATA else "text"
    if names[-1] == "dataType":
        return "keep"
    return "base64" if names[-1] == "binaryValue" else "text"


_IN_RECORD: Mapping[str, Callable[[tuple[str, ...]], Place]] = {
    "dynamodb": _in_stream_record,
    "kinesis": _in_kinesis_record,
    "sqs": _in_queue_record,
}

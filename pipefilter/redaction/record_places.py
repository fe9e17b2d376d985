"""What in a record is a value that somebody may not want to show, and what says only whence it came and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipefilter.redaction.image_place import image_place

__all__ = ["Place", "Treatment", "place_in"]

Treatment: TypeAlias = Literal["keep", "text", "number", "base64", "arn"]
"""What becomes of a string: it stays; it is masked as a text, as a number, or as the bytes that it writes; of an ARN
only the account is masked. A text that is JSON is masked inside."""

# https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html
_OF_TYPES: dict[str, Treatment] = {"N": "number", "NS": "number", "B": "base64", "BS": "base64"}
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
_OF_A_MESSAGE = (
    "ApproximateReceiveCount",
    "ApproximateFirstReceiveTimestamp",
    "SentTimestamp",
    "SequenceNumber",
)
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
    """A value in a record.

    Args:
        treatment: what becomes of it.
        path: the names by which the user may ask to keep it: from the item, the body, the data or the detail on.
    """

    treatment: Treatment
    path: tuple[str, ...]


def place_in(source: str, names: tuple[str, ...]) -> Place:
    """What a value in a record is.

    Args:
        source: the name of the record's source; "" if that is not known.
        names: of the members on the way to the value.
    """
    if source == "dynamodb":
        return _of_stream(names)
    if not source:  # names that mean something elsewhere may be of anything here
        return Place("text", names)
    if source == "kinesis":
        return _of_kinesis(names)
    if source == "sqs":
        return _of_queue(names)
    if source == "bus":
        return Place(_of_envelope(names, _BUS), names[1:] if names[:1] == ("detail",) else names)
    return _of_broker(names)


def _of_broker(names: tuple[str, ...]) -> Place:
    if names[:1] in (("data",), ("key",), ("value",)):
        return Place("base64", names[1:])
    return Place(_of_envelope(names, _ENVELOPE), names)


def _of_envelope(names: tuple[str, ...], own: dict[str, Treatment]) -> Treatment:
    return own.get(names[0], "text") if len(names) == 1 else "text"


def _of_kinesis(names: tuple[str, ...]) -> Place:
    # Lambda hands over an object in the envelope, a pipe one flat object
    inner = names[1:] if names[:1] == ("kinesis",) else names
    own = _KINESIS if inner is not names else {**_ENVELOPE, **_KINESIS}
    return Place(_of_envelope(inner, own), inner[1:] if inner[:1] in (("data",), ("Data",)) else inner)


def _of_stream(names: tuple[str, ...]) -> Place:
    inside = image_place(names)
    if inside is not None:
        return Place(_OF_TYPES.get(inside.type, "text"), inside.path)
    if names[:1] == ("dynamodb",):
        return Place(_of_envelope(names[1:], _CHANGE), names)
    if names[:1] == ("userIdentity",):
        return Place("keep", names)
    return Place(_of_envelope(names, _ENVELOPE), names)


def _of_queue(names: tuple[str, ...]) -> Place:
    if names[:1] in (("attributes",), ("messageAttributes",)):
        return Place(_of_message(names), names)
    path = names[1:] if names[:1] in (("body",), ("Body",)) else names
    return Place(_of_envelope(names, {**_ENVELOPE, **_QUEUE}), path)


def _of_message(names: tuple[str, ...]) -> Treatment:
    if names[0] == "attributes":
        return "keep" if names[-1] in _OF_A_MESSAGE else "text"
    if names[-1] == "dataType":
        return "keep"
    return "base64" if names[-1] == "binaryValue" else "text"

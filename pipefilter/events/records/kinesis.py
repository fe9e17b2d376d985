"""A record of a Kinesis data stream, as filters see it: without the level `kinesis` that a function receives.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-kinesis.html
"""

from __future__ import annotations

from pipefilter.events.shape import NUMBER, OPEN, STRING, Shape, object_of

__all__ = ["KINESIS_RECORD"]

KINESIS_RECORD = object_of(
    {
        "kinesisSchemaVersion": STRING,
        "partitionKey": STRING,
        "sequenceNumber": STRING,
        "data": OPEN,
        "approximateArrivalTimestamp": NUMBER,
        "eventSource": Shape(frozenset(("string",)), values=("aws:kinesis",)),
        "eventVersion": STRING,
        "eventID": STRING,
        "eventName": Shape(frozenset(("string",)), values=("aws:kinesis:record",)),
        "invokeIdentityArn": STRING,
        "awsRegion": STRING,
        "eventSourceARN": STRING,
    }
)

"""A record of a Kafka topic, on Amazon MSK or on self-managed brokers.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-msk.html
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-kafka.html
"""

from __future__ import annotations

from pipefilter.events.shape import NUMBER, OPEN, STRING, Shape, object_of

__all__ = ["KAFKA_RECORD"]

_BYTES = Shape(frozenset(("number",)), is_array=True)
KAFKA_RECORD = object_of(
    {
        "eventSource": STRING,
        "eventSourceArn": STRING,
        "eventSourceKey": STRING,
        "bootstrapServers": STRING,
        "topic": STRING,
        # a string on the pages about pipes, a number on those about Lambda
        "partition": Shape(frozenset(("string", "number"))),
        "offset": NUMBER,
        "timestamp": NUMBER,
        "timestampType": STRING,
        "key": OPEN,
        "value": OPEN,
        # an array of objects, each with the bytes of one header's value
        "headers": Shape(other=_BYTES, is_array=True),
        "keySchemaMetadata": OPEN,
        "valueSchemaMetadata": OPEN,
    }
)

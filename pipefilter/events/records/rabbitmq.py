"""A message of Amazon MQ for RabbitMQ.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-mq.html
https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
"""

from __future__ import annotations

from pipefilter.events.shape import BOOLEAN, OPEN, STRING, Shape, object_of

__all__ = ["RABBITMQ_MESSAGE"]

_OPTIONAL_STRING = Shape(frozenset(("string", "null")))
_OPTIONAL_NUMBER = Shape(frozenset(("number", "null")))
RABBITMQ_MESSAGE = object_of(
    {
        "eventSource": STRING,
        "eventSourceArn": STRING,
        "eventSourceKey": STRING,
        "basicProperties": object_of(
            {
                "contentType": _OPTIONAL_STRING,
                "contentEncoding": _OPTIONAL_STRING,
                "headers": Shape(other=OPEN),
                "deliveryMode": _OPTIONAL_NUMBER,
                "priority": _OPTIONAL_NUMBER,
                "correlationId": _OPTIONAL_STRING,
                "replyTo": _OPTIONAL_STRING,
                "expiration": _OPTIONAL_STRING,
                "messageId": _OPTIONAL_STRING,
                "timestamp": _OPTIONAL_STRING,
                "type": _OPTIONAL_STRING,
                "userId": _OPTIONAL_STRING,
                "appId": _OPTIONAL_STRING,
                "clusterId": _OPTIONAL_STRING,
                "bodySize": _OPTIONAL_NUMBER,
            }
        ),
        "redelivered": BOOLEAN,
        "data": OPEN,
    }
)

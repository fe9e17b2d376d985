"""A message of Amazon MQ for ActiveMQ.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-mq.html
https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
"""

from __future__ import annotations

from pipefilter.events.shape import BOOLEAN, NUMBER, OPEN, STRING, Shape, object_of

__all__ = ["ACTIVEMQ_MESSAGE"]

ACTIVEMQ_MESSAGE = object_of(
    {
        "eventSource": STRING,
        "eventSourceArn": STRING,
        "messageID": STRING,
        "messageType": STRING,
        "data": OPEN,
        "connectionId": STRING,
        "redelivered": BOOLEAN,
        "persistent": BOOLEAN,
        # one spelling on the pages about pipes, the other on newer pages about Lambda
        "destination": object_of({"physicalName": STRING, "physicalname": STRING}),
        "timestamp": NUMBER,
        "brokerInTime": NUMBER,
        "brokerOutTime": NUMBER,
        "properties": Shape(other=OPEN),
        # AWS's pages show these without saying which values they have
        "deliveryMode": OPEN,
        "replyTo": OPEN,
        "type": OPEN,
        "expiration": OPEN,
        "priority": OPEN,
        "correlationId": OPEN,
    }
)

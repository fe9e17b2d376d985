"""A message of an SQS queue.

https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Message.html
"""

from __future__ import annotations

from pipefilter.events.shape import OPEN, STRING, Shape, object_of

__all__ = ["SQS_MESSAGE"]

_STRINGS = Shape(frozenset(("string",)), is_array=True)
_MESSAGE_ATTRIBUTE = object_of(
    {
        "stringValue": STRING,
        "binaryValue": STRING,
        "stringListValues": _STRINGS,
        "binaryListValues": _STRINGS,
        "dataType": STRING,
    }
)
SQS_MESSAGE = object_of(
    {
        "messageId": STRING,
        "receiptHandle": STRING,
        "body": OPEN,
        "attributes": object_of(
            {
                "ApproximateReceiveCount": STRING,
                "SentTimestamp": STRING,
                "SenderId": STRING,
                "ApproximateFirstReceiveTimestamp": STRING,
                "SequenceNumber": STRING,
                "MessageGroupId": STRING,
                "MessageDeduplicationId": STRING,
                "AWSTraceHeader": STRING,
                "DeadLetterQueueSourceArn": STRING,
            }
        ),
        "messageAttributes": object_of({}, other=_MESSAGE_ATTRIBUTE),
        "md5OfBody": STRING,
        "md5OfMessageAttributes": STRING,
        "eventSource": Shape(frozenset(("string",)), values=("aws:sqs",)),
        "eventSourceARN": STRING,
        "awsRegion": STRING,
    }
)

"""AWS's three tables on how a record is filtered, by the formats of its data and of the pattern."""

from __future__ import annotations

from pipefilter.sources.source import Row

__all__ = ["BROKER_ROWS", "QUEUE_ROWS", "STREAM_ROWS"]

QUEUE_ROWS = (
    Row("plain", "plain", "filter"),
    Row("plain", "none", "metadata only"),
    Row("plain", "JSON", "drop"),
    Row("JSON", "plain", "drop"),
    Row("JSON", "none", "metadata only"),
    Row("JSON", "JSON", "filter"),
)
"""Amazon SQS. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html"""

STREAM_ROWS = (
    Row("JSON", "JSON", "filter"),
    Row("JSON", "none", "metadata only"),
    Row("JSON", "plain", "exception"),
    Row("plain", "JSON", "drop"),
    Row("plain", "none", "metadata only"),
    Row("plain", "plain", "exception"),
    Row("not UTF-8", "JSON", "drop"),
    Row("not UTF-8", "none", "metadata only"),
    Row("not UTF-8", "plain", "exception"),
)
"""Kinesis and DynamoDB streams; the pages say "non-JSON", which includes data that is not UTF-8.

https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis-filtering.html
"""

BROKER_ROWS = (
    Row("plain", "plain", "filter"),
    Row("plain", "none", "metadata only"),
    Row("plain", "JSON", "metadata only"),
    Row("JSON", "plain", "metadata only"),
    Row("JSON", "none", "metadata only"),
    Row("JSON", "JSON", "filter"),
    Row("not UTF-8", "plain", "metadata only"),
    Row("not UTF-8", "none", "metadata only"),
    Row("not UTF-8", "JSON", "metadata only"),
)
"""Amazon MQ and Kafka. https://docs.aws.amazon.com/lambda/latest/dg/with-mq-filtering.html"""

"""The records of a table's stream, as a pipe sees them."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient

__all__ = ["stream_records"]


def stream_records(client: DynamoDBStreamsClient, stream: str) -> Iterator[dict[str, Any]]:
    """All records that are in a stream now, shard by shard.

    Args:
        client: for streams.
        stream: its ARN.
    """
    for shard in client.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"]:
        iterator: str | None = client.get_shard_iterator(
            StreamArn=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while iterator:
            answer = client.get_records(ShardIterator=iterator)
            if not answer["Records"]:  # a shard that is still written to has no end
                break
            for record in answer["Records"]:
                yield {**_plain(record), "eventSourceARN": stream}
            iterator = answer.get("NextShardIterator")


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever boto3 makes of JSON
    """A value with boto3's bytes and times as they are in JSON."""
    if isinstance(value, Mapping):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_plain(element) for element in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.timestamp() if isinstance(value, datetime) else value

"""Captures records of a DynamoDB table's stream, in the form in which Lambda and pipes receive them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from pipefilter.aws.call_faults import CallFaults
from pipefilter.aws.capture.client import capture_client
from pipefilter.aws.capture.page import Page, Until, within_time
from pipefilter.aws.capture.poller_records import change_record
from pipefilter.aws.capture.shard import Shard, ShardAnswer, StartPosition, shard_described
from pipefilter.aws.capture.shard_reading import shard_pages
from pipefilter.aws.connection import Connection
from pipefilter.aws.resource_arn import resource_arn
from pipefilter.aws.wire_values import as_json_line
from pipefilter.errors import UnreadableInput

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient
    from mypy_boto3_dynamodbstreams.type_defs import DescribeStreamOutputTypeDef

__all__ = ["DYNAMODB_STREAM_FAULTS", "dynamodb_stream_pages"]

_TOO_OFTEN = "the stream of {name} is read too often ({text}), perhaps by other readers too, as a shard supports only two: try again later"

# https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html#API_streams_GetRecords_Errors
DYNAMODB_STREAM_FAULTS = CallFaults(
    without_boto3="the stream of {name} cannot be read without boto3",
    unreachable="DynamoDB cannot be reached ({text}): check the network, --region and --endpoint-url",
    denied=(
        "AWS denies reading the stream of {name}: the credentials need the IAM actions dynamodb:DescribeTable "
        "(not for a stream's ARN), dynamodb:DescribeStream, dynamodb:GetShardIterator and dynamodb:GetRecords"
    ),
    otherwise="the stream of {name} cannot be read ({text})",
    codes={
        "ResourceNotFoundException": "there is no table or stream {name} in this account and Region: check --region and --profile",
        "ValidationException": "{name} is not a valid table or stream ({text}): give a table name or ARN, or a stream ARN",
        "LimitExceededException": _TOO_OFTEN,
        "ProvisionedThroughputExceededException": _TOO_OFTEN,
        "ThrottlingException": _TOO_OFTEN,
        "RequestLimitExceeded": _TOO_OFTEN,
    },
    exceptions={
        "ParamValidationError": "{name} is not a valid table or stream ({text}): give a table name or ARN, or a stream ARN"
    },
)


def dynamodb_stream_pages(
    connection: Connection, name: str, begin: StartPosition, until: Until
) -> Iterator[Page]:
    """Capture records of a stream.

    Args:
        name: of the table, its ARN, or the ARN of its stream.
        begin: with what arrives from now on, or with the oldest record that is kept, which is a day old.

    Raises:
        UnreadableInput: there is no such stream, or it cannot be read.
    """
    arn = resource_arn(name)
    stream_arn = name
    if arn is None or "/stream/" not in arn.resource:
        with capture_client(connection, "dynamodb", name, DYNAMODB_STREAM_FAULTS, until) as tables:
            stream_arn = _latest_stream(tables, name)
    with capture_client(connection, "dynamodbstreams", name, DYNAMODB_STREAM_FAULTS, until) as client:
        yield from within_time(shard_pages(_TableStream(client, stream_arn), begin, until), until)


def _latest_stream(client: DynamoDBClient, name: str) -> str:
    table = client.describe_table(TableName=name)["Table"]
    stream_arn = table.get("LatestStreamArn")
    if not stream_arn:
        table_name = table.get("TableName", name)
        raise UnreadableInput(
            f"the table {table_name} has no stream: enable it with `aws dynamodb update-table --table-name {table_name} "
            "--stream-specification StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES`, and capture later changes"
        )
    return stream_arn


class _TableStream:
    """The shards of a table's stream, and their records.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
    """

    # as Lambda's own pollers: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
    interval = 0.25

    def __init__(self, client: DynamoDBStreamsClient, arn: str) -> None:
        self._client = client
        self._arn = arn
        self._begin: float | None = None
        """When AWS gave its first answer; a record with this time or a later one was added since then."""

    def shards(self) -> list[Shard]:
        shards: list[Shard] = []
        first = self._client.describe_stream(StreamArn=self._arn)
        if self._begin is None:
            self._begin = _second_after(first)
        answer = first["StreamDescription"]
        while True:
            shards += (
                shard_described(shard, shard.get("SequenceNumberRange", {}))
                for shard in answer.get("Shards", ())
            )
            last = answer.get("LastEvaluatedShardId")
            if not last:
                return shards
            answer = self._client.describe_stream(StreamArn=self._arn, ExclusiveStartShardId=last)[
                "StreamDescription"
            ]

    def iterator(self, shard: str, begin: StartPosition, after: str) -> str:
        position = {"SequenceNumber": after} if after else {}
        return self._client.get_shard_iterator(
            StreamArn=self._arn,
            ShardId=shard,
            ShardIteratorType="AFTER_SEQUENCE_NUMBER" if after else begin,
            **position,
        )["ShardIterator"]

    def read(self, shard: str, iterator: str, limit: int) -> ShardAnswer:
        del shard  # the iterator is enough
        answer = self._client.get_records(ShardIterator=iterator, Limit=limit)
        records = answer["Records"]
        changes = [record.get("dynamodb", {}) for record in records]
        created = changes[-1].get("ApproximateCreationDateTime") if changes else None
        return ShardAnswer(
            tuple(as_json_line(change_record(record, self._arn)) for record in records),
            answer.get("NextShardIterator"),
            changes[-1].get("SequenceNumber", "") if changes else "",
            True if created and self._begin is not None and created.timestamp() >= self._begin else None,
        )


def _second_after(answer: DescribeStreamOutputTypeDef) -> float:
    """The start of the second after an answer was given, by AWS's clock.

    Records have their times from the same clock; a slow local clock would make old records look new. Both times are
    whole seconds, so a record of the same second may have been added before the answer.

    https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html
    """
    date = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date", "")
    try:
        return parsedate_to_datetime(date).timestamp() + 1
    except (TypeError, ValueError, OverflowError):  # a proxy may remove the header
        return time.time()

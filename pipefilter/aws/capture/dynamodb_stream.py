"""Records of a DynamoDB table's stream, as Lambda and pipes hand them over."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from pipefilter.aws.call_faults import CallFaults
from pipefilter.aws.capture.page import Page, Until, expect_aws_form, within_time
from pipefilter.aws.capture.shard import From, Shard, ShardAnswer
from pipefilter.aws.capture.shard_reading import shard_pages
from pipefilter.aws.connection import Connection
from pipefilter.aws.resource_arn import resource_arn
from pipefilter.aws.wire_values import record_text, wire_value
from pipefilter.errors import UnreadableInput

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient
    from mypy_boto3_dynamodbstreams.type_defs import DescribeStreamOutputTypeDef, RecordTypeDef

__all__ = ["DYNAMODB_STREAM_FAULTS", "dynamodb_stream_pages", "lambda_record"]

_TOO_OFTEN = "the stream of {name} is asked too often, by others too, for more than two readers of a shard are too many ({text}): try again later"

# https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html#API_streams_GetRecords_Errors
DYNAMODB_STREAM_FAULTS = CallFaults(
    without_boto3="the stream of {name} cannot be read without boto3",
    unreachable="DynamoDB cannot be reached ({text}): look at the network, and at --region and --endpoint-url",
    denied=(
        "AWS denies reading the stream of {name}: the credentials need the IAM actions dynamodb:DescribeTable "
        "(not for a stream's ARN), dynamodb:DescribeStream, dynamodb:GetShardIterator and dynamodb:GetRecords"
    ),
    otherwise="the stream of {name} cannot be read ({text})",
    codes={
        "ResourceNotFoundException": "there is no table or stream {name} in this account and region: look at --region and --profile",
        "ValidationException": "there can be no table or stream {name} ({text}): give a table's name or ARN, or a stream's ARN",
        "LimitExceededException": _TOO_OFTEN,
        "ProvisionedThroughputExceededException": _TOO_OFTEN,
        "ThrottlingException": _TOO_OFTEN,
        "RequestLimitExceeded": _TOO_OFTEN,
    },
    exceptions={
        "ParamValidationError": "there can be no table or stream {name} ({text}): give a table's name or ARN, or a stream's ARN"
    },
)


_USER = {"PrincipalId": "principalId", "Type": "type"}


def dynamodb_stream_pages(connection: Connection, name: str, begin: From, until: Until) -> Iterator[Page]:
    """Capture records of a stream.

    Args:
        connection: to AWS.
        name: of the table, its ARN, or the ARN of its stream.
        begin: at what comes now, or at the oldest that is kept, which is a day old.
        until: when to end.

    Raises:
        UnreadableInput: there is no such stream, or it cannot be read.
    """
    arn = resource_arn(name)
    if arn is not None:
        connection = arn.reached_by(connection)
    with DYNAMODB_STREAM_FAULTS.translate(name=name), expect_aws_form(name):
        if arn is not None and "/stream/" in arn.resource:
            stream_arn = name
        else:
            with closing(connection.client("dynamodb", seconds_left=lambda: until.seconds_left)) as tables:
                stream_arn = _latest_stream(tables, name)
        with closing(connection.client("dynamodbstreams", seconds_left=lambda: until.seconds_left)) as client:
            yield from within_time(shard_pages(_TableStream(client, stream_arn), begin, until), until)


def _latest_stream(client: DynamoDBClient, name: str) -> str:
    table = client.describe_table(TableName=name)["Table"]
    found = table.get("LatestStreamArn")
    if not found:
        shown = table.get("TableName", name)
        raise UnreadableInput(
            f"the table {shown} has no stream: enable it with `aws dynamodb update-table --table-name {shown} "
            "--stream-specification StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES`, and capture what comes then"
        )
    return found


class _TableStream:
    """The stream of a table.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
    """

    # as Lambda's own pollers: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
    interval = 0.25

    def __init__(self, client: DynamoDBStreamsClient, arn: str) -> None:
        self._client = client
        self._arn = arn
        self._begin: float | None = None
        """When AWS gave its first answer: a record that is as young or younger was added since."""

    def shards(self) -> list[Shard]:
        found: list[Shard] = []
        first = self._client.describe_stream(StreamArn=self._arn)
        if self._begin is None:
            self._begin = _second_after(first)
        answer = first["StreamDescription"]
        while True:
            for one in answer.get("Shards", ()):
                parent = one.get("ParentShardId")
                is_closed = bool(one.get("SequenceNumberRange", {}).get("EndingSequenceNumber"))
                found.append(Shard(one["ShardId"], (parent,) if parent else (), is_closed))
            last = answer.get("LastEvaluatedShardId")
            if not last:
                return found
            answer = self._client.describe_stream(StreamArn=self._arn, ExclusiveStartShardId=last)[
                "StreamDescription"
            ]

    def iterator(self, shard: str, begin: From, after: str) -> str:
        if after:
            return self._client.get_shard_iterator(
                StreamArn=self._arn,
                ShardId=shard,
                ShardIteratorType="AFTER_SEQUENCE_NUMBER",
                SequenceNumber=after,
            )["ShardIterator"]
        return self._client.get_shard_iterator(StreamArn=self._arn, ShardId=shard, ShardIteratorType=begin)[
            "ShardIterator"
        ]

    def read(self, shard: str, iterator: str, most: int) -> ShardAnswer:
        del shard  # the iterator tells
        answer = self._client.get_records(ShardIterator=iterator, Limit=most)
        records = answer["Records"]
        changes = [one.get("dynamodb", {}) for one in records]
        made = changes[-1].get("ApproximateCreationDateTime") if changes else None
        return ShardAnswer(
            tuple(record_text(lambda_record(one, self._arn)) for one in records),
            answer.get("NextShardIterator"),
            changes[-1].get("SequenceNumber", "") if changes else "",
            True if made and self._begin is not None and made.timestamp() >= self._begin else None,
        )


def _second_after(answer: DescribeStreamOutputTypeDef) -> float:
    """The second that begins after an answer was given.

    By AWS's clock, as records have it: with one that is slow, old records would be taken for new ones. Both tell whole
    seconds, so a record of the same second may have been added before.

    https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html
    """
    date = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date", "")
    try:
        return parsedate_to_datetime(date).timestamp() + 1
    except (TypeError, ValueError, OverflowError):  # what stands between here and AWS may take it away
        return time.time()


def lambda_record(record: RecordTypeDef, stream_arn: str) -> dict[str, object]:
    """A record in the form in which Lambda and pipes hand it over.

    https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-example.html,
    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html for `userIdentity`

    Args:
        record: of boto3.
        stream_arn: which the poller adds.
    """
    done: dict[str, object] = {name: wire_value(value) for name, value in record.items()}
    user = done.get("userIdentity")
    if isinstance(user, dict):
        done["userIdentity"] = {_USER.get(name, name): value for name, value in user.items()}
    done["eventSourceARN"] = stream_arn
    return done

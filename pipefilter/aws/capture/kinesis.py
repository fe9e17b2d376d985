"""Records of a Kinesis data stream, as pipes hand them over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from pipefilter.aws.call_faults import CallFaults
from pipefilter.aws.capture.page import Page, Until, expect_aws_form, within_time
from pipefilter.aws.capture.shard import From, Shard, ShardAnswer
from pipefilter.aws.capture.shard_reading import shard_pages
from pipefilter.aws.connection import Connection
from pipefilter.aws.resource_arn import resource_arn
from pipefilter.aws.wire_values import as_base64, as_seconds, record_text

if TYPE_CHECKING:
    from mypy_boto3_kinesis import KinesisClient
    from mypy_boto3_kinesis.type_defs import RecordTypeDef

__all__ = ["KINESIS_FAULTS", "kinesis_pages", "pipe_record"]

_TOO_OFTEN = (
    "the stream {name} is read too often, by others too ({text}): try again later, or with fewer readers"
)
_KEY = "the records of {name} are encrypted with a key that cannot be used ({text}): the credentials need kms:Decrypt for it"
_NAME = "there can be no stream {name} ({text}): give a stream's name or ARN"

# https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html#API_GetRecords_Errors
KINESIS_FAULTS = CallFaults(
    without_boto3="the stream {name} cannot be read without boto3",
    unreachable="Kinesis cannot be reached ({text}): look at the network, and at --region and --endpoint-url",
    denied=(
        "AWS denies reading the stream {name}: the credentials need the IAM actions kinesis:DescribeStreamSummary "
        "(not for an ARN), kinesis:ListShards, kinesis:GetShardIterator and kinesis:GetRecords"
    ),
    otherwise="the stream {name} cannot be read ({text})",
    codes={
        "ResourceNotFoundException": "there is no Kinesis stream {name} in this account and region: look at --region and --profile",
        "ResourceInUseException": "the stream {name} is being made or deleted: try again in a minute",
        "ValidationException": _NAME,
        "InvalidArgumentException": _NAME,
        "LimitExceededException": _TOO_OFTEN,
        "ProvisionedThroughputExceededException": _TOO_OFTEN,
        "KMSThrottlingException": _TOO_OFTEN,
        "KMSAccessDeniedException": _KEY,
        "KMSDisabledException": _KEY,
        "KMSInvalidStateException": _KEY,
        "KMSNotFoundException": _KEY,
        "KMSOptInRequired": _KEY,
    },
    exceptions={"ParamValidationError": _NAME},
)


def kinesis_pages(connection: Connection, name: str, begin: From, until: Until) -> Iterator[Page]:
    """Capture records of a stream.

    Args:
        connection: to AWS.
        name: of the stream, or its ARN.
        begin: at what comes now, or at the oldest that is kept.
        until: when to end.

    Raises:
        UnreadableInput: there is no such stream, or it cannot be read.
    """
    arn = resource_arn(name)
    if arn is not None:
        connection = arn.reached_by(connection)
    with (
        KINESIS_FAULTS.translate(name=name),
        expect_aws_form(name),
        closing(connection.client("kinesis", seconds_left=lambda: until.seconds_left)) as client,
    ):
        stream = _DataStream(client, _arn_of(client, name) if arn is None else name)
        yield from within_time(shard_pages(stream, begin, until), until)


def _arn_of(client: KinesisClient, name: str) -> str:
    return client.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]["StreamARN"]


class _DataStream:
    """A data stream.

    https://docs.aws.amazon.com/streams/latest/dev/developing-consumers-with-sdk.html
    """

    # five reads a second of a shard are all that its readers have together, and others are to go on:
    # https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
    interval = 0.5

    def __init__(self, client: KinesisClient, arn: str) -> None:
        self._client = client
        self._arn = arn

    def shards(self) -> list[Shard]:
        found: list[Shard] = []
        answer = self._client.list_shards(StreamARN=self._arn)
        while True:
            for one in answer["Shards"]:
                parents = (one.get("ParentShardId"), one.get("AdjacentParentShardId"))
                is_closed = bool(one["SequenceNumberRange"].get("EndingSequenceNumber"))
                found.append(Shard(one["ShardId"], tuple(filter(None, parents)), is_closed))
            following = answer.get("NextToken")
            if not following:
                return found
            answer = self._client.list_shards(NextToken=following)

    def iterator(self, shard: str, begin: From, after: str) -> str:
        if after:
            return self._client.get_shard_iterator(
                StreamARN=self._arn,
                ShardId=shard,
                ShardIteratorType="AFTER_SEQUENCE_NUMBER",
                StartingSequenceNumber=after,
            )["ShardIterator"]
        return self._client.get_shard_iterator(StreamARN=self._arn, ShardId=shard, ShardIteratorType=begin)[
            "ShardIterator"
        ]

    def read(self, shard: str, iterator: str, most: int) -> ShardAnswer:
        answer = self._client.get_records(StreamARN=self._arn, ShardIterator=iterator, Limit=most)
        records, behind = answer["Records"], answer.get("MillisBehindLatest")
        return ShardAnswer(
            tuple(record_text(pipe_record(one, shard, self._arn)) for one in records),
            answer.get("NextShardIterator"),
            records[-1]["SequenceNumber"] if records else "",
            behind == 0 if behind is not None else None,
        )


def pipe_record(record: RecordTypeDef, shard: str, stream_arn: str) -> dict[str, object]:
    """A record in the form in which pipes hand it over, but for the role that only a pipe has.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-kinesis.html

    Args:
        record: of boto3.
        shard: the id of its shard.
        stream_arn: which the poller adds, with what else begins with `event`.
    """
    sequence = record["SequenceNumber"]
    done: dict[str, object] = {
        "kinesisSchemaVersion": "1.0",
        "partitionKey": record["PartitionKey"],
        "sequenceNumber": sequence,
        "data": as_base64(record["Data"]),
    }
    time = record.get("ApproximateArrivalTimestamp")
    if time is not None:
        done["approximateArrivalTimestamp"] = as_seconds(time)
    return {
        **done,
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventID": f"{shard}:{sequence}",
        "eventName": "aws:kinesis:record",
        "awsRegion": stream_arn.split(":")[3],
        "eventSourceARN": stream_arn,
    }

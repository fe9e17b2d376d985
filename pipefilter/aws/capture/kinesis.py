"""Captures records of a Kinesis data stream, in the form in which pipes receive them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipefilter.aws.call_faults import CallFaults
from pipefilter.aws.capture.client import capture_client
from pipefilter.aws.capture.page import Page, Until, within_time
from pipefilter.aws.capture.poller_records import data_record
from pipefilter.aws.capture.shard import Shard, ShardAnswer, StartPosition, shard_described
from pipefilter.aws.capture.shard_reading import shard_pages
from pipefilter.aws.connection import Connection
from pipefilter.aws.resource_arn import resource_arn
from pipefilter.aws.wire_values import as_json_line

if TYPE_CHECKING:
    from mypy_boto3_kinesis import KinesisClient

__all__ = ["KINESIS_FAULTS", "kinesis_pages"]

_TOO_OFTEN = "the stream {name} is read too often ({text}), perhaps by other readers too: try again later, or with fewer readers"
_KEY = "the records of {name} are encrypted with a key that cannot be used ({text}): the credentials need kms:Decrypt for it"
_NAME = "{name} is not a valid stream ({text}): give a stream name or ARN"

# https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html#API_GetRecords_Errors
KINESIS_FAULTS = CallFaults(
    without_boto3="the stream {name} cannot be read without boto3",
    unreachable="Kinesis cannot be reached ({text}): check the network, --region and --endpoint-url",
    denied=(
        "AWS denies reading the stream {name}: the credentials need the IAM actions kinesis:DescribeStreamSummary "
        "(not for an ARN), kinesis:ListShards, kinesis:GetShardIterator and kinesis:GetRecords"
    ),
    otherwise="the stream {name} cannot be read ({text})",
    codes={
        "ResourceNotFoundException": "there is no Kinesis stream {name} in this account and Region: check --region and --profile",
        "ResourceInUseException": "the stream {name} is being created or deleted: try again in a minute",
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


def kinesis_pages(connection: Connection, name: str, begin: StartPosition, until: Until) -> Iterator[Page]:
    """Capture records of a stream, by its name or its ARN.

    Raises:
        UnreadableInput: there is no such stream, or it cannot be read.
    """
    with capture_client(connection, "kinesis", name, KINESIS_FAULTS, until) as client:
        stream = _DataStream(client, name if resource_arn(name) else _arn_of(client, name))
        yield from within_time(shard_pages(stream, begin, until), until)


def _arn_of(client: KinesisClient, name: str) -> str:
    return client.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]["StreamARN"]


class _DataStream:
    """The shards of a data stream, and their records.

    https://docs.aws.amazon.com/streams/latest/dev/developing-consumers-with-sdk.html
    """

    # all readers of a shard together may read it five times a second, and the others must not be slowed down:
    # https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
    interval = 0.5

    def __init__(self, client: KinesisClient, arn: str) -> None:
        self._client = client
        self._arn = arn

    def shards(self) -> list[Shard]:
        shards: list[Shard] = []
        answer = self._client.list_shards(StreamARN=self._arn)
        while True:
            shards += (shard_described(shard, shard["SequenceNumberRange"]) for shard in answer["Shards"])
            token = answer.get("NextToken")
            if not token:
                return shards
            answer = self._client.list_shards(NextToken=token)

    def iterator(self, shard: str, begin: StartPosition, after: str) -> str:
        position: dict[str, Any] = {"StartingSequenceNumber": after} if after else {}
        return self._client.get_shard_iterator(
            StreamARN=self._arn,
            ShardId=shard,
            ShardIteratorType="AFTER_SEQUENCE_NUMBER" if after else begin,
            **position,
        )["ShardIterator"]

    def read(self, shard: str, iterator: str, limit: int) -> ShardAnswer:
        answer = self._client.get_records(StreamARN=self._arn, ShardIterator=iterator, Limit=limit)
        records, behind = answer["Records"], answer.get("MillisBehindLatest")
        return ShardAnswer(
            tuple(as_json_line(data_record(record, shard, self._arn)) for record in records),
            answer.get("NextShardIterator"),
            records[-1]["SequenceNumber"] if records else "",
            behind == 0 if behind is not None else None,
        )

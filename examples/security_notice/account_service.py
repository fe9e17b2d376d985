"""The table, its stream, the pipe and the queue, created by boto3; and the pipe's run, which moto does not emulate."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from account_stream import stream_records
from account_writes import Write
from enrichment import handler
from played_pipe import Played, played

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient
    from mypy_boto3_pipes import EventBridgePipesClient
    from mypy_boto3_sqs import SQSClient

__all__ = ["AccountService", "account_service"]

_FILTER = Path(__file__).with_name("filter.json")
_TABLE, _PIPE = "Accounts", "SecurityNotice"
_ACCOUNT = "arn:aws:{service}:us-east-1:123456789012:{resource}"
_MOST = 10
"""Messages in one call of SQS."""


@dataclass(frozen=True, slots=True)
class AccountService:
    """The resources of the example.

    Args:
        table: a client for it.
        streams: a client for the stream.
        pipes: a client for the pipe.
        queues: a client for the queue.
        queue: the URL of it.
    """

    table: DynamoDBClient
    streams: DynamoDBStreamsClient
    pipes: EventBridgePipesClient
    queues: SQSClient
    queue: str

    def write(self, writes: Iterable[Write]) -> None:
        """Write to the table.

        Args:
            writes: one after the other.
        """
        for change in writes:
            change.to(self.table, _TABLE)

    def records(self) -> list[dict[str, Any]]:
        """What is in the stream that the pipe reads."""
        return list(stream_records(self.streams, self.pipes.describe_pipe(Name=_PIPE)["Source"]))

    def play(self, records: Iterable[dict[str, Any]]) -> Played:
        """Send records through the pipe as it is deployed, and its notices to the queue.

        Args:
            records: of the stream.
        """
        parameters = self.pipes.describe_pipe(Name=_PIPE)["SourceParameters"]
        result = played(records, json.dumps(parameters["FilterCriteria"]), handler)
        for at in range(0, len(result.notices), _MOST):
            some = result.notices[at : at + _MOST]
            self.queues.send_message_batch(
                QueueUrl=self.queue,
                Entries=[
                    {"Id": str(number), "MessageBody": json.dumps(notice)} for number, notice in enumerate(some)
                ],
            )
        return result

    def notices(self) -> Iterator[dict[str, Any]]:
        """Receive and delete the messages in the queue."""
        while messages := self.queues.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=_MOST).get(
            "Messages", []
        ):
            for message in messages:
                yield json.loads(message["Body"])
                self.queues.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])


@contextmanager
def account_service(endpoint: str) -> Iterator[AccountService]:
    """Create all resources.

    Args:
        endpoint: the URL of an empty account.
    """
    session = boto3.session.Session("testing", "testing", region_name="us-east-1")
    with ExitStack() as stack:
        table = stack.enter_context(closing(session.client("dynamodb", endpoint_url=endpoint)))
        streams = stack.enter_context(closing(session.client("dynamodbstreams", endpoint_url=endpoint)))
        pipes = stack.enter_context(closing(session.client("pipes", endpoint_url=endpoint)))
        queues = stack.enter_context(closing(session.client("sqs", endpoint_url=endpoint)))
        made = table.create_table(
            TableName=_TABLE,
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )
        queue = queues.create_queue(QueueName="security-notices")["QueueUrl"]
        pipes.create_pipe(
            Name=_PIPE,
            RoleArn="arn:aws:iam::123456789012:role/SecurityNotice",
            Source=made["TableDescription"]["LatestStreamArn"],
            SourceParameters={
                "DynamoDBStreamParameters": {"StartingPosition": "TRIM_HORIZON", "BatchSize": _MOST},
                "FilterCriteria": {"Filters": [{"Pattern": _FILTER.read_text("utf-8").strip()}]},
            },
            Enrichment=_ACCOUNT.format(service="lambda", resource="function:SecurityNoticeEnrichment"),
            Target=_ACCOUNT.format(service="sqs", resource="security-notices"),
        )
        yield AccountService(table, streams, pipes, queues, queue)

"""Which queue a user names, and what SQS says of it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipefilter.aws.connection import Connection
from pipefilter.aws.resource_arn import resource_arn

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

__all__ = ["Queue", "queue_connection", "queue_of"]

# https://docs.aws.amazon.com/general/latest/gr/sqs-service.html
_URL = re.compile(
    r"https?://(?:sqs\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?|([a-z0-9-]+)\.queue\.amazonaws\.com|[^/]+)/.+"
)


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue.

    Args:
        url: by which it is asked.
        arn: of it.
        is_fifo: whether a message that is out holds back those of its group.
        receives: after so many receives a message is moved to the dead-letter queue; None if there is none.
    """

    url: str
    arn: str
    is_fifo: bool
    receives: str | None


def queue_connection(connection: Connection, name: str) -> Connection:
    """A connection to where the queue is, unless the user has named a region.

    Args:
        connection: that the user named.
        name: the queue's name, URL or ARN.
    """
    arn = resource_arn(name)
    if arn is not None:
        return arn.reached_by(connection)
    url = _URL.fullmatch(name)
    region = (url[1] or url[2]) if url else None
    return connection if connection.region or not region else replace(connection, region=region)


def queue_of(client: SQSClient, name: str) -> Queue:
    """The queue of a name; to be called where faults are told.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html

    Args:
        client: for SQS.
        name: the queue's name, URL or ARN.
    """
    arn = resource_arn(name)
    if arn is not None:
        url = client.get_queue_url(QueueName=arn.resource, QueueOwnerAWSAccountId=arn.account)["QueueUrl"]
    else:
        url = name if _URL.fullmatch(name) else client.get_queue_url(QueueName=name)["QueueUrl"]
    # a standard queue has no attribute FifoQueue, and SQS refuses to be asked for it; so all are asked for
    found = client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    is_fifo = found.get("FifoQueue") == "true" or url.endswith(".fifo")
    return Queue(url, found["QueueArn"], is_fifo, _receives(found.get("RedrivePolicy", "")))


def _receives(policy: str) -> str | None:
    try:
        found = json.loads(policy)
    except (ValueError, RecursionError):
        return None
    return str(found["maxReceiveCount"]) if isinstance(found, dict) and "maxReceiveCount" in found else None

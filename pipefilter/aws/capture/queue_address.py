"""Finds the queue that a user names, and its attributes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipefilter.aws.connection import Connection
from pipefilter.aws.resource_arn import resource_arn
from pipefilter.dataclass import dataclass

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

__all__ = ["Queue", "find_queue", "queue_connection"]

# https://docs.aws.amazon.com/general/latest/gr/sqs-service.html
_URL = re.compile(
    r"https?://(?:sqs\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?|([a-z0-9-]+)\.queue\.amazonaws\.com|[^/]+)/.+"
)


@dataclass(frozen=True, slots=True)
class Queue:
    """The address of a queue, and the attributes that a capture depends on.

    Args:
        is_fifo: whether a message in flight blocks the other messages of its group.
        receives: after how many receives a message moves to the dead-letter queue; None if there is no such queue.
    """

    url: str
    arn: str
    is_fifo: bool
    receives: str | None


def queue_connection(connection: Connection, name: str) -> Connection:
    """A connection to the region of a queue, by its name, URL or ARN, unless the user has named another region."""
    arn = resource_arn(name)
    if arn is not None:
        return arn.connection(connection)
    url = _URL.fullmatch(name)
    region = (url[1] or url[2]) if url else None
    return connection if connection.region or not region else replace(connection, region=region)


def find_queue(client: SQSClient, name: str) -> Queue:
    """The queue of a name, URL or ARN; to be called where faults are translated.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
    """
    arn = resource_arn(name)
    if arn is not None:
        url = client.get_queue_url(QueueName=arn.resource, QueueOwnerAWSAccountId=arn.account)["QueueUrl"]
    else:
        url = name if _URL.fullmatch(name) else client.get_queue_url(QueueName=name)["QueueUrl"]
    # a standard queue has no attribute FifoQueue, and SQS rejects a request for it; so request all
    attributes = client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    is_fifo = attributes.get("FifoQueue") == "true" or url.endswith(".fifo")
    return Queue(url, attributes["QueueArn"], is_fifo, _max_receives(attributes.get("RedrivePolicy", "")))


def _max_receives(redrive_policy: str) -> str | None:
    try:
        policy = json.loads(redrive_policy)
    except (ValueError, RecursionError):
        return None
    return str(policy["maxReceiveCount"]) if isinstance(policy, dict) and "maxReceiveCount" in policy else None

"""What a subscription to a topic of SNS delivers messages to."""

from __future__ import annotations

from pipefilter.dataclass import dataclass

__all__ = ["Endpoint", "endpoint_of_protocol"]

_KINDS = {
    "application": "application",
    "email": "email",
    "email-json": "email",
    "firehose": "firehose",
    "http": "http",
    "https": "http",
    "lambda": "lambda",
    "sms": "sms",
    "sqs": "sqs",
}
"""https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html"""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The endpoint of a subscription.

    Args:
        kind: as `estimate --target` calls it.
        is_certain: whether it is certain; for a queue, it may not be known whether it is a FIFO queue.
    """

    kind: str
    is_certain: bool = True


def endpoint_of_protocol(protocol: str, address: str, *, is_fifo: bool | None = None) -> Endpoint | None:
    """The endpoint of a subscription; None if it is not known.

    Args:
        address: the ARN of a queue; "" if it is not known.
        is_fifo: whether the queue is a FIFO queue; None if only its ARN may show it.

    Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
    """
    kind = _KINDS.get(protocol)
    if kind is None:
        return None
    if kind != "sqs":
        return Endpoint(kind)
    if is_fifo is None and address.startswith("arn:"):
        is_fifo = address.endswith(".fifo")
    return Endpoint("sqs-fifo" if is_fifo else "sqs", is_certain=is_fifo is not None)

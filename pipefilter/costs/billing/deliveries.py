"""What AWS bills for the deliveries of a topic of SNS, and for filtering by the body of messages."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pipefilter.costs.billing.flow import Flow
from pipefilter.costs.billing.setup import QUEUES, Setup
from pipefilter.costs.range import Range

__all__ = ["Quantity", "deliveries", "payload_filtering"]

Quantity = tuple[str, str, Range[Fraction] | None]
"""What is billed, its item (\"\" if none has its price), and how much of it; None if that is not known."""
_GIGABYTE = 10**9
_WORDS = {
    "lambda": "Lambda",
    "sqs": "SQS",
    "sqs-fifo": "a FIFO queue",
    "http": "HTTP(S)",
    "email": "email",
    "firehose": "Firehose",
    "sms": "phones by SMS",
    "application": "mobile applications",
}
_PRICED = ("lambda", "sqs", "http", "email", "firehose")
"""The others have several prices: by country, by platform, or by size."""


def deliveries(passing: Flow, setup: Setup) -> Iterator[Quantity]:
    """The deliveries, and what the consumer of a queue pays for receiving them."""
    target = setup.target
    if target is None:
        yield "SNS: deliveries, whose price depends on the protocol", "", Range.exactly(passing.events)
        return
    item = f"sns-delivery-{target.kind}" if target.kind in _PRICED else ""
    yield f"SNS: deliveries to {_WORDS[target.kind]}", item, Range.exactly(passing.events)
    if target.kind in QUEUES:
        kind = "standard" if target.kind == "sqs" else "fifo"
        # one call receives the messages of a batch, billed by 64 KB, and another one deletes them
        messages = "one message" if setup.batch_size == 1 else f"up to {setup.batch_size} messages"
        what = f"target: SQS requests to receive and delete, {messages} at a time"
        yield what, f"sqs-request-{kind}", passing.requests + passing.batches


def payload_filtering(everything: Flow) -> Quantity:
    """The published messages that a filter policy on the body scans, whether or not it matches them."""
    return (
        "SNS: payload-based filtering of all messages, by GB",
        "sns-body-filtering",
        Range.exactly(everything.size / _GIGABYTE),
    )

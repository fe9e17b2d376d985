"""What reading the source costs, which no filter changes: filters are evaluated after a record is read."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from pipefilter.costs.billing.setup import Setup
from pipefilter.costs.volume.volume import Volume

__all__ = ["SourceRead", "source_reads"]

_STREAMS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CostOptimization_StreamsUsage.html"
_KINESIS = "https://aws.amazon.com/kinesis/data-streams/pricing/"
_SQS = "https://aws.amazon.com/sqs/pricing/"
_MAX_RECEIVED = 10
"""Messages that one call can receive or delete: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/"""


@dataclass(frozen=True, slots=True)
class SourceRead:
    """What reading from the source costs.

    Args:
        quantity: minimum of requests a month; None if that is not known, or nothing is billed.
    """

    what: str
    quantity: int | None
    source: str

    def as_json(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {"what": self.what, "quantity_least": self.quantity, "source": self.source}


def source_reads(setup: Setup, volume: Volume) -> tuple[SourceRead, ...]:
    """What reading the source costs, with and without the filter."""
    if setup.source == "dynamodb":
        if setup.service.name == "lambda":
            return (SourceRead("reads of the DynamoDB stream: not billed for Lambda", None, _STREAMS),)
        what = "reads of the DynamoDB stream: AWS does not say whether those of a pipe are billed"
        return (SourceRead(what, None, _STREAMS),)
    if setup.source == "kinesis":
        what = "reads of the Kinesis stream: by the GB on demand, not billed where shards are provisioned"
        return (SourceRead(what, None, _KINESIS),)
    if setup.source == "sqs":
        calls = math.ceil(volume.events / Fraction(min(max(setup.batch_size, 1), _MAX_RECEIVED)))
        what = "SQS: receiving and deleting the messages, and empty receives besides"
        return (SourceRead(what, 2 * calls, _SQS),)
    return ()

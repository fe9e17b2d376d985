"""The cost of reading the source, or of publishing to it, which no filter changes: filters are evaluated afterwards."""

from __future__ import annotations

import math
from fractions import Fraction

from pipefilter.costs.billing.setup import Setup
from pipefilter.costs.volume.volume import Volume
from pipefilter.dataclass import dataclass

__all__ = ["SourceRead", "source_reads"]

_STREAMS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CostOptimization_StreamsUsage.html"
_KINESIS = "https://aws.amazon.com/kinesis/data-streams/pricing/"
_SQS = "https://aws.amazon.com/sqs/pricing/"
_SNS = "https://aws.amazon.com/sns/pricing/"
_MAX_RECEIVED = 10
"""Messages that one call can receive or delete: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/"""


@dataclass(frozen=True, slots=True)
class SourceRead:
    """A cost of reading from the source.

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
    """The costs of reading the source, with and without the filter."""
    if setup.source == "dynamodb":
        if setup.service.name == "lambda":
            return (SourceRead("DynamoDB stream reads (not billed for Lambda)", None, _STREAMS),)
        what = "DynamoDB stream reads (AWS does not document whether reads by a pipe are billed)"
        return (SourceRead(what, None, _STREAMS),)
    if setup.source == "kinesis":
        what = "Kinesis stream reads (billed per GB in on-demand mode, not billed with provisioned shards)"
        return (SourceRead(what, None, _KINESIS),)
    if setup.source == "sqs":
        calls = math.ceil(volume.events / Fraction(min(max(setup.batch_size, 1), _MAX_RECEIVED)))
        what = "SQS calls to receive and delete the messages, plus empty receives"
        return (SourceRead(what, 2 * calls, _SQS),)
    if setup.source == "sns":
        what = "SNS requests to publish the messages, one for each 64 KB"
        return (SourceRead(what, math.ceil(volume.events), _SNS),)
    return ()

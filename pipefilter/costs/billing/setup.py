"""The setup: where the filters run, their settings, and the calls made with the events that pass."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from pipefilter.dataclass import dataclass
from pipefilter.services.service import Service
from pipefilter.services.sns_subscription import POLICY_SERVICES

__all__ = [
    "CALLS",
    "ENDPOINTS",
    "QUEUES",
    "TIMED_CALLS",
    "WORKFLOW_MEMORY",
    "Architecture",
    "Call",
    "CallKind",
    "RegionBasis",
    "Setup",
    "default_batch_size",
    "in_agreed_region",
]

CallKind = Literal[
    "lambda",
    "sqs",
    "sqs-fifo",
    "step-functions-express",
    "bus",
    "http",
    "email",
    "firehose",
    "sms",
    "application",
]
Architecture = Literal["x86", "arm"]
RegionBasis = Literal["given", "records", "default"]
"""The origin of the region: the user, the records, or neither."""

CALLS: tuple[CallKind, ...] = ("lambda", "sqs", "sqs-fifo", "step-functions-express", "bus")
"""The targets that can be called, and are billed for it."""
ENDPOINTS: tuple[CallKind, ...] = (
    "lambda",
    "sqs",
    "sqs-fifo",
    "http",
    "email",
    "firehose",
    "sms",
    "application",
)
"""What a topic delivers to: https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html"""
QUEUES: tuple[CallKind, ...] = ("sqs", "sqs-fifo")
_MAX_RECEIVED = 10
"""Messages in one call: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html"""
TIMED_CALLS: tuple[CallKind, ...] = ("lambda", "step-functions-express")
"""Calls that are billed by their duration."""
WORKFLOW_MEMORY = 64
"""MB by which the memory of Express Workflows is billed, rounded up: https://aws.amazon.com/step-functions/pricing/"""


@dataclass(frozen=True, slots=True)
class Call:
    """A call that is made with the events that pass.

    Args:
        kind: a function, a queue, an Express Workflow, a bus, or an endpoint of a topic.
        memory: of the function or workflow, in MB; None if not known.
        duration: of one call, in milliseconds; None if not known.
        per_record: additional duration for each record in a batch, in milliseconds.
        architecture: of the function.
    """

    kind: CallKind
    memory: int | None = None
    duration: Fraction | None = None
    per_record: Fraction = Fraction(0)
    architecture: Architecture = "x86"

    @property
    def lacks_duration(self) -> bool:
        """Whether it is billed by its duration, which is not known."""
        return self.kind in TIMED_CALLS and (self.memory is None or self.duration is None)


@dataclass(frozen=True, slots=True)
class Setup:
    """Where the filters run, and with which settings.

    Args:
        source: the name of the source; "" if it is not known.
        window: the batching window, in seconds; None to assume full batches.
        function: of an event source mapping; None for another service.
        enrichment: of a pipe; None if there is none.
        target: of a pipe or a rule, or the endpoint of a subscription; None if it is not to be counted.
    """

    service: Service
    source: str
    region: str
    batch_size: int = 1
    window: Fraction | None = None
    function: Call | None = None
    enrichment: Call | None = None
    target: Call | None = None
    free_tier: bool = False
    region_basis: RegionBasis = "given"

    @property
    def has_batches(self) -> bool:
        """Whether events are delivered in batches, or received in them from the queue to which a topic delivers."""
        is_queue = self.target is not None and self.target.kind in QUEUES
        return self.service.name in ("pipe", "lambda") or (self.service.name in POLICY_SERVICES and is_queue)


def default_batch_size(service: str, source: str, target: Call | None = None) -> int:
    """AWS's default batch size of an event source mapping; 1 for other services, also for a pipe.

    From the queue to which a topic delivers, as many messages are received as one call can receive.
    https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html

    Args:
        source: the name of the source; "" if it is not known.
    """
    if service in POLICY_SERVICES:
        return _MAX_RECEIVED if target is not None and target.kind in QUEUES else 1
    if service != "lambda":
        return 1
    return 10 if source == "sqs" else 100


def in_agreed_region(setup: Setup, regions: Counter[str]) -> Setup:
    """The setup in the region of the records, unless the user gives one or the records disagree."""
    if setup.region_basis == "given" or len(regions) != 1:
        return setup
    return replace(setup, region=next(iter(regions)), region_basis="records")

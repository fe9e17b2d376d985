"""Where the filters run, with what settings, and what is called behind them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pipefilter.services.service import Service

__all__ = ["CALLS", "Architecture", "Call", "CallKind", "RegionBasis", "Setup", "default_batch_size"]

CallKind = Literal["lambda", "sqs", "sqs-fifo", "step-functions-express", "bus"]
Architecture = Literal["x86", "arm"]
RegionBasis = Literal["given", "records", "default"]
"""Who tells the region: the user, the records, or nobody."""

CALLS: tuple[CallKind, ...] = ("lambda", "sqs", "sqs-fifo", "step-functions-express", "bus")
"""What can be called, and is billed."""


@dataclass(frozen=True, slots=True)
class Call:
    """What is called with the events that pass.

    Args:
        kind: a function, a queue, an Express Workflow, or another bus.
        memory: of the function or workflow, in MB; None if not known.
        duration: of one call, in milliseconds; None if not known.
        per_record: what each record adds to it, in milliseconds.
        architecture: of the function.
    """

    kind: CallKind
    memory: int | None = None
    duration: Fraction | None = None
    per_record: Fraction = Fraction(0)
    architecture: Architecture = "x86"

    @property
    def lacks_duration(self) -> bool:
        """Whether it is billed by duration, and that is not known."""
        is_timed = self.kind in ("lambda", "step-functions-express")
        return is_timed and (self.memory is None or self.duration is None)


@dataclass(frozen=True, slots=True)
class Setup:
    """Where the filters run, and with what settings.

    Args:
        service: where.
        source: the name of the source; "" if it is not known.
        region: of AWS.
        batch_size: how many records a batch has at most.
        window: how long a batch is waited for, in seconds; None if batches are taken to be full.
        function: of an event source mapping; None for another service.
        enrichment: of a pipe; None if there is none.
        target: of a pipe or a rule; None if it is not to be counted.
        free_tier: whether what AWS gives for nothing each month is taken off.
        region_basis: who tells the region.
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
        """Whether events go on in batches."""
        return self.service.name in ("pipe", "lambda")


def default_batch_size(service: str, source: str) -> int:
    """How many records a batch has if nothing is said: what AWS takes for an event source mapping, and 1 for a pipe.

    https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html

    Args:
        service: the name of the service.
        source: the name of the source; "" if it is not known.
    """
    if service != "lambda":
        return 1
    return 10 if source == "sqs" else 100

"""The options of an estimate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from pipefilter.application.estimate_setup import CallOptions
from pipefilter.application.month_volume import Totals
from pipefilter.application.option_text import InvalidOption
from pipefilter.application.option_values import Amount, Duration
from pipefilter.application.price_choice import PricesInput
from pipefilter.builder.faults import InvalidCondition
from pipefilter.costs.traffic.relevant_changes import relevant_condition
from pipefilter.dataclass import dataclass
from pipefilter.sources import Source

__all__ = ["EstimateOptions"]


@dataclass(frozen=True, slots=True)
class EstimateOptions:
    """The options of an estimate, as the arguments of `estimate`; None is for what follows from filters and traffic."""

    service: str | None = None
    source: str | None = None
    region: str | None = None
    per_month: Amount | str | None = None
    totals: Totals | None = None
    batch_size: int | None = None
    window: Duration | Amount | None = None
    calls: CallOptions = field(default_factory=CallOptions)
    free_tier: bool = False
    prices: PricesInput | None = None
    live: bool = False
    suggest: bool = False
    reads: Sequence[str] | None = None
    sample: int | None = None
    seed: int = 1

    def check_sample(self) -> None:
        """Check the size of the sample.

        Raises:
            InvalidOption: it is not valid, or cannot be combined with `window`.
        """
        if self.sample is not None and (not isinstance(self.sample, int) or self.sample < 1):
            raise InvalidOption("{sample}: {value} is not a number of events", value=self.sample)
        if self.sample is not None and self.window is not None:
            raise InvalidOption("{window} cannot be combined with {sample}: it needs all events in sequence")

    def read_attributes(self, source: Source | None) -> tuple[str, ...]:
        """The attributes that the consumer reads; empty if `reads` is None.

        Raises:
            InvalidOption: the records are not of a DynamoDB stream, or the attributes make no condition.
        """
        if self.reads is None:
            return ()
        if source is None:
            raise InvalidOption(
                "{reads} applies only to DynamoDB streams: if these are records of one, give {source} dynamodb"
            )
        if source.name != "dynamodb":
            raise InvalidOption(
                "{reads} applies only to DynamoDB streams: these are {records}", records=source.records
            )
        if isinstance(self.reads, str):
            raise InvalidOption("{reads} must be a list of attributes, such as ['status']")
        try:
            relevant_condition(tuple(self.reads))
        except InvalidCondition as fault:
            raise InvalidOption("{reads}: {fault}", fault=fault) from None
        return tuple(self.reads)

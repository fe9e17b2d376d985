"""What a caller says of an estimate, beside filters and traffic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipefilter.application.estimate_setup import CallOptions
from pipefilter.application.month_volume import Totals
from pipefilter.application.option_values import Amount, Duration
from pipefilter.application.price_choice import PricesInput

__all__ = ["EstimateOptions"]


@dataclass(frozen=True, slots=True)
class EstimateOptions:
    """What a caller says beside filters and traffic; None is for what follows from these.

    Args:
        service: the name of the service in which the filters run.
        source: the name of the source of the events.
        region: whose prices.
        per_month: events a month before filtering.
        totals: what CloudWatch has counted.
        batch_size: records in a batch.
        window: how long a batch is waited for.
        calls: what is called.
        free_tier: whether what AWS gives for nothing each month is taken off.
        prices: that go before those that are known.
        live: whether to ask AWS for prices.
        suggest: whether to look for what to filter next.
        reads: attributes that the consumer of a DynamoDB stream reads.
        sample: how many events to draw and evaluate; None for all.
        seed: of the drawing.
    """

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

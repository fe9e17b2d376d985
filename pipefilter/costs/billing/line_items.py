"""What AWS bills for a flow of events: each item with its quantity, such as pipe requests and a function's duration."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import field
from fractions import Fraction

from pipefilter.costs.billing.bill import Bill, Line
from pipefilter.costs.billing.deliveries import Quantity, deliveries, payload_filtering
from pipefilter.costs.billing.flow import Flow
from pipefilter.costs.billing.setup import WORKFLOW_MEMORY, Call, Setup
from pipefilter.costs.prices.price import ITEMS, Prices
from pipefilter.costs.range import Range
from pipefilter.dataclass import dataclass
from pipefilter.services.sns_subscription import POLICY_SERVICES

__all__ = ["FREE_TIERS", "FreeTier", "monthly_bill"]

_WORKFLOW_STEP = 100
"""Milliseconds by which the duration of Express Workflows is billed, rounded up: https://aws.amazon.com/step-functions/pricing/"""
_LAMBDA_PRICING = "https://aws.amazon.com/lambda/pricing/"
_SQS_PRICING = "https://aws.amazon.com/sqs/pricing/"
_NOT_PRICED = {"v2": "EventBridge v2: deliveries, without a published price"}


@dataclass(frozen=True, slots=True)
class FreeTier:
    """An amount that is free each month, for all regions of an account together.

    Args:
        source: the AWS page that documents it.
    """

    items: tuple[str, ...]
    quantity: int
    unit: str
    source: str


FREE_TIERS = (
    FreeTier(("lambda-request",), 1_000_000, "request", _LAMBDA_PRICING),
    # shared by functions of both architectures
    FreeTier(("lambda-gb-second-x86", "lambda-gb-second-arm"), 400_000, "GB-second", _LAMBDA_PRICING),
    # shared by queues of both kinds
    FreeTier(("sqs-request-standard", "sqs-request-fifo"), 1_000_000, "request of 64 KB", _SQS_PRICING),
)
"""AWS's monthly free tiers that do not end after an account's first year."""


@dataclass(slots=True)
class _LineWriter:
    """Lines of a bill, and the remaining amounts of the free tiers."""

    prices: Prices
    region: str
    free_tiers: tuple[FreeTier, ...]
    lines: list[Line] = field(default_factory=list)
    _left: dict[tuple[str, ...], Range[int]] = field(default_factory=dict)

    def add(self, what: str, item: str, quantity: Range[Fraction]) -> None:
        whole, free = quantity.apply(math.ceil), Range.exactly(0)
        for tier in self.free_tiers:
            if item in tier.items:
                left = self._left.get(tier.items, Range.exactly(tier.quantity))
                free = Range(min(left.low, whole.low), min(left.high, whole.high))
                # bound by bound: where more is used, less is left
                self._left[tier.items] = Range(left.low - free.low, left.high - free.high)
        unit = ITEMS[item].unit if item in ITEMS else "event"
        self.lines.append(Line(what, item, whole, unit, self.prices.find(item, self.region), free))


def monthly_bill(
    passing: Flow, everything: Flow, setup: Setup, prices: Prices, *, is_filtered: bool = True
) -> Bill:
    """The bill of a month.

    Args:
        is_filtered: whether there is a filter at all, which itself may be billed.
    """
    writer = _LineWriter(prices, setup.region, FREE_TIERS if setup.free_tier else ())
    lacks = []
    for what, item, quantity in _quantities(passing, everything, setup, is_filtered=is_filtered):
        if quantity is None:
            lacks.append(what)
        else:
            writer.add(what, item, quantity)
    return Bill(tuple(writer.lines), tuple(lacks))


def _quantities(passing: Flow, everything: Flow, setup: Setup, *, is_filtered: bool) -> Iterator[Quantity]:
    name = setup.service.name
    if name in POLICY_SERVICES:
        yield from deliveries(passing, setup)
        if is_filtered and name == "sns-body":
            yield payload_filtering(everything)
        if setup.target is not None and setup.target.kind == "lambda":
            yield from _call("target", setup.target, passing)
        return
    if name == "pipe":
        yield "pipe: requests after filtering", "pipe-request", passing.requests
    elif name == "lambda":
        yield "Lambda: invocations", "lambda-request", passing.batches
        if setup.function is not None:
            yield from _duration("Lambda: duration", setup.function, passing)
    elif name == "rule":
        # a bus bills all events that are sent to it, before any rule is evaluated
        yield "bus: custom events sent", "bus-custom-event", Range.exactly(everything.chunks)
    else:
        yield _NOT_PRICED[name], "", Range.exactly(passing.events)
    if setup.enrichment is not None:
        yield from _call("enrichment", setup.enrichment, passing)
    if setup.target is not None:
        yield from _call("target", setup.target, passing)


def _call(what: str, call: Call, flow: Flow) -> Iterator[Quantity]:
    if call.kind == "lambda":
        yield f"{what}: Lambda invocations", "lambda-request", flow.batches
        yield from _duration(f"{what}: Lambda duration", call, flow)
    elif call.kind == "step-functions-express":
        yield f"{what}: Express Workflow requests", "step-functions-express-request", flow.batches
        yield from _duration(f"{what}: Express Workflow duration", call, flow)
    elif call.kind == "bus":  # events are sent to a bus one by one
        yield f"{what}: custom events sent to a bus", "bus-custom-event", Range.exactly(flow.chunks)
    else:  # a batch is sent in one call, and billed per 64 KB
        kind = "standard" if call.kind == "sqs" else "fifo"
        yield f"{what}: SQS requests", f"sqs-request-{kind}", flow.requests


def _duration(what: str, call: Call, flow: Flow) -> Iterator[Quantity]:
    if call.memory is None or call.duration is None:
        yield what, "", None
        return
    records = flow.events * call.per_record
    times = flow.batches * call.duration + Range.exactly(records)
    gigabytes, item = Fraction(call.memory, 1024), f"lambda-gb-second-{call.architecture}"
    if call.kind == "step-functions-express":
        gigabytes = Fraction(-(-call.memory // WORKFLOW_MEMORY) * WORKFLOW_MEMORY, 1024)
        item = "step-functions-express-gb-second"
        times = Range(_in_steps(times.low, flow.batches.low), _in_steps(times.high, flow.batches.high))
    yield what, item, times * (gigabytes / 1000)


def _in_steps(time: Fraction, runs: Fraction) -> Fraction:
    """The billed time of all runs, if each run takes the average time: rounded up to whole steps."""
    return -(-(time / runs) // _WORKFLOW_STEP) * _WORKFLOW_STEP * runs if runs else Fraction(0)

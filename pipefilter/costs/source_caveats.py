"""Caveats about the origin of the events: another source, AWS services, another region, or another time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from pipefilter.costs.billing.setup import Setup
from pipefilter.costs.traffic.counts import TrafficCounts
from pipefilter.services.sns_subscription import POLICY_SERVICES
from pipefilter.sources import Source, source_named
from pipefilter.sources.sns import SNS

__all__ = ["region_caveats", "source_caveats"]

_FEW = 0.002
"""A share of the events: if the rest span a tenth of the time without these, these are outliers."""
_APART = 10


def source_caveats(counts: TrafficCounts, setup: Setup) -> Iterator[str]:
    """What to know about the origin of the events, in clauses."""
    if not setup.source:
        yield (
            "the source of the events is not known: they are evaluated and billed unchanged; specify the "
            "source and the service"
        )
    else:
        if counts.unlike:
            yield _unlike(counts.unlike, source_named(setup.source))
        if counts.of_services:
            are, counted = (
                ("1 event is", "it is counted as a custom event")
                if counts.of_services == 1
                else (f"{counts.of_services} events are", "they are counted as custom events")
            )
            yield f"about {are} from AWS services, which are free on the default bus: here {counted}"
    if counts.ignoring_data:
        events = "1 event matches" if counts.ignoring_data == 1 else f"{counts.ignoring_data:,} events match"
        yield (
            f"{events} although the filter's conditions on the data are ignored, because the data is not in the format "
            "that the filter expects; run pipefilter test for details"
        )
    if setup.service.name in POLICY_SERVICES and setup.target is None:
        yield "the price of a delivery depends on the protocol of the subscription, which is not known: specify the target"
    if setup.window is not None and (counts.arrivals is None or not counts.arrivals.times):
        yield "the events have no timestamps: batches are assumed to be full, and the window is ignored"
    yield from _outlier_caveats(counts)


def _unlike(count: int, source: Source) -> str:
    """How many events are no records of their source as its services deliver them."""
    if source is SNS:
        are = "event is not a notification of SNS" if count == 1 else "events are not notifications of SNS"
        return (
            f"{count:,} {are}: messages of SQS are evaluated as those with raw message delivery, and other JSON as what the filter "
            "policy sees of a message"
        )
    do, were = (
        ("event does", "it is evaluated as if it did")
        if count == 1
        else ("events do", "they are evaluated as if they did")
    )
    return f"{count:,} {do} not look like {source.records}: {were}"


def region_caveats(regions: Counter[str], setup: Setup) -> Iterator[str]:
    """What to know about the region, in clauses."""
    names = ", ".join(f"{name} ({count:,})" for name, count in regions.most_common(3))
    more = f" and {len(regions) - 3} more" if len(regions) > 3 else ""
    if setup.region_basis == "default" and len(regions) > 1:
        yield (
            f"the records are from {len(regions)} Regions, {names}{more}: the prices of {setup.region} are used; "
            "specify a Region to use those of another one"
        )
    elif setup.region_basis == "given" and regions and setup.region not in regions:
        yield f"the records are from {names}{more}, but the prices are those in {setup.region}, the Region that you specified"


def _outlier_caveats(counts: TrafficCounts) -> Iterator[str]:
    """Whether a few events came long before or after the rest, so that the span does not show the rate."""
    by_minute: Counter[int] = Counter()
    for (minute, _), count in counts.minutes.items():
        by_minute[minute] += count
    total, left_out = by_minute.total(), 0
    limit = max(1, int(total * _FEW))
    minutes = sorted(by_minute)
    begin, end = 0, len(minutes) - 1
    # the end with the wider gap is cut off first
    while begin < end:
        first, last = minutes[begin + 1] - minutes[begin], minutes[end] - minutes[end - 1]
        at = begin if first >= last else end
        left_out += by_minute[minutes[at]]
        if left_out > limit:
            return
        begin, end = (begin + 1, end) if first >= last else (begin, end - 1)
        if (minutes[end] - minutes[begin] + counts.minute_step) * _APART <= minutes[-1] - minutes[0]:
            are, timestamps = (
                ("is an outlier", "its timestamp") if left_out == 1 else ("are outliers", "their timestamps")
            )
            yield (
                f"{left_out} of {total} events {are} in time, as the rest are from {_day(minutes[begin])} to "
                f"{_day(minutes[end])}: check {timestamps}, and specify the number of events per month"
            )
            return


def _day(minute: int) -> str:
    return f"{datetime.fromtimestamp(minute * 60, UTC):%Y-%m-%d}"

"""Caveats about a sample: it is small or short, or its traffic comes in clusters or changes over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from math import fsum, sqrt

from pipefilter.costs.billing.setup import Setup
from pipefilter.costs.figures import in_words, percent
from pipefilter.costs.proportion import Proportion, wilson
from pipefilter.costs.traffic.counts import Signature, TrafficCounts
from pipefilter.costs.volume.volume import Volume, volume_from_span

__all__ = ["proportion_caveats", "sample_caveats"]

_FEW = 100
_FEW_OF_A_KIND = 10
_DAY = 86_400
_BUNCHED = 2.0
"""The design effect: a multiple of the variance of events that come independently."""
_ENOUGH_MINUTES = 5
_CHANGED = 4.0
"""Standard deviations between the two halves."""
_CHANGED_BY = 0.05
_OTHER_RATE = 2
_BUSY = 0.05
"""A share of the time: if half of the events came within it, the traffic is bursty."""
_IN_A_SLOT = 10
_ENOUGH_SLOTS = 20
_MAX_TARGET_BATCH = {"bus": 10, "sqs": 10, "sqs-fifo": 10}
"""The largest batches that targets of a pipe support: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html"""


def proportion_caveats(counts: TrafficCounts, passing: Collection[Signature]) -> Iterator[str]:
    """What to know about the share that passes, in clauses."""
    selected = set(passing)
    share = Proportion(
        sum(count for (signature, _), count in counts.signatures.items() if signature in selected),
        counts.events,
    )
    yield from _count_caveats(share)
    if counts.minutes:
        yield from _minute_caveats(counts.minutes, selected, share)


def sample_caveats(counts: TrafficCounts, setup: Setup, volume: Volume) -> Iterator[str]:
    """What to know about the sample, independent of the filters, in clauses."""
    if counts.events < _FEW:
        yield f"the sample is small: {_events(counts.events)}"
    if counts.first is None or counts.last is None:
        yield "the events have no timestamps, so the sample may be from busy or from quiet hours"
    else:
        yield from _span_caveats(counts, by_span=volume.by_span)
        if setup.window is not None and counts.last > counts.first:
            own = volume_from_span(counts.events, counts.first, counts.last)
            if not own.events / _OTHER_RATE < volume.events < own.events * _OTHER_RATE:
                yield (
                    f"batches are formed at the rate of the sample, {own.whole_events:,} events a month: at a different rate, they "
                    "would be more or less full"
                )
    target = setup.target.kind if setup.target is not None and setup.service.name == "pipe" else ""
    if setup.batch_size > _MAX_TARGET_BATCH.get(target, setup.batch_size):
        limit = _MAX_TARGET_BATCH[target]
        yield f"a pipe with this target supports batches of at most {limit}, not {setup.batch_size}"


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count:,} events"


def _count_caveats(share: Proportion) -> Iterator[str]:
    rare = min(share.count, share.of - share.count)
    if share.of and not share.count:
        yield f"no event in the sample passes; up to {percent(share.interval.high)} of all events may pass"
    elif share.of and share.count == share.of:
        yield f"all events in the sample pass; up to {percent(1 - share.interval.low)} of all events may not"
    elif rare < _FEW_OF_A_KIND:
        is_passing = rare == share.count
        what = (
            ("passes" if rare == 1 else "pass")
            if is_passing
            else ("does not pass" if rare == 1 else "do not pass")
        )
        low, high = share.interval
        yield f"only {_events(rare)} in the sample {what}: the share is between {percent(low)} and {percent(high)}"


def _span_caveats(counts: TrafficCounts, *, by_span: bool) -> Iterator[str]:
    assert counts.first is not None
    assert counts.last is not None
    seconds = (counts.last - counts.first) / 1000
    if seconds < _DAY:
        begin = datetime.fromtimestamp(counts.first / 1000, UTC)
        yield (
            f"the sample covers {in_words(seconds)} from {begin:%Y-%m-%d %H:%M} UTC: "
            "it does not include other hours or weekends"
        )
    if counts.untimed:
        have = "has" if counts.untimed == 1 else "have"
        rate = ": for the rate, they are assumed to be from the same time span as the rest" if by_span else ""
        yield f"{_events(counts.untimed)} {have} no timestamp{rate}"
    yield from _burst_caveats(counts.minutes)


def _burst_caveats(minutes: Counter[tuple[int, Signature]]) -> Iterator[str]:
    """Whether half of the events came in a small part of the time; the fewer the events, the longer the slots."""
    begin, end = min(minute for minute, _ in minutes), max(minute for minute, _ in minutes)
    width = max(1, -(-(end - begin + 1) * _IN_A_SLOT // minutes.total()))
    by_slot: Counter[int] = Counter()
    for (minute, _), count in minutes.items():
        by_slot[(minute - begin) // width] += count
    slots = (end - begin) // width + 1
    few = max(1, int(slots * _BUSY))
    busiest = sum(count for _, count in by_slot.most_common(few))
    if slots >= _ENOUGH_SLOTS and busiest * 2 > by_slot.total():
        yield (
            f"the traffic is bursty: {percent(busiest / by_slot.total())} of the events came within "
            f"{in_words(few * width * 60)} out of {in_words(slots * width * 60)}"
        )


def _minute_caveats(
    minutes: Counter[tuple[int, Signature]], selected: set[Signature], share: Proportion
) -> Iterator[str]:
    of: Counter[int] = Counter()
    passing: Counter[int] = Counter()
    for (minute, signature), count in minutes.items():
        of[minute] += count
        if signature in selected:
            passing[minute] += count
    if not 0 < share.count < share.of or len(of) < 2:
        return
    effect = _design_effect(of, passing)
    if len(of) >= _ENOUGH_MINUTES and effect > _BUNCHED:
        low, high = wilson(share.count / effect, share.of / effect)
        yield (
            f"the events that pass come in clusters: grouped by minute, the share is between {percent(low)} and "
            f"{percent(high)}"
        )
    yield from _change_caveats(of, passing)


def _design_effect(of: Counter[int], passing: Counter[int]) -> float:
    """The design effect of drawing whole minutes: the variance of the share, relative to that of independent events."""
    events, groups = of.total(), len(of)
    share = passing.total() / events
    spread = fsum((passing[minute] - share * count) ** 2 for minute, count in of.items())
    of_groups = groups / (groups - 1) * spread / events**2
    of_events = share * (1 - share) / events
    return of_groups / of_events if of_events else 1.0


def _change_caveats(of: Counter[int], passing: Counter[int]) -> Iterator[str]:
    """Whether the share in the first half of the events differs from that in the second."""
    half, events = of.total() / 2, 0
    first = [0, 0]
    for minute in sorted(of):
        if events >= half:
            break
        events += of[minute]
        first[0] += passing[minute]
        first[1] += of[minute]
    second = [passing.total() - first[0], of.total() - first[1]]
    if not first[1] or not second[1]:
        return
    shares = first[0] / first[1], second[0] / second[1]
    pooled = passing.total() / of.total()
    deviation = sqrt(pooled * (1 - pooled) * (1 / first[1] + 1 / second[1]))
    if deviation and abs(shares[0] - shares[1]) > max(_CHANGED * deviation, _CHANGED_BY):
        yield (
            f"the sample is uneven: {percent(shares[0])} pass in its first half, and {percent(shares[1])} in its second half"
        )

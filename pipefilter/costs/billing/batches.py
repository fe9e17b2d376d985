"""Events in batches: how many batches there are for so many events, and how many requests AWS counts for them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from pipefilter.costs.traffic.counts import Arrivals, Signature

__all__ = ["CHUNK", "PAYLOAD", "PerEvent", "chunks_per_event", "formed_by_time", "full_batches"]

CHUNK = 64 * 1024
"""A request begins anew after so many bytes: https://aws.amazon.com/eventbridge/pricing/"""
PAYLOAD = 6 * 1024 * 1024
"""No batch has more bytes: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html"""

_TIME_BITS = 33
_MOST_SIZE = (1 << 32) - 1
_FEWEST, _MOST, _DRAWS = 20, 2000, 200_000
"""Batches that are drawn at least, and until so many batches or events are."""
_SEED = 65_536


@dataclass(frozen=True, slots=True)
class PerEvent:
    """What comes on one event on average.

    Args:
        batches: batches, less than 1 if they hold several events.
        requests: of 64 KB begun each, for all batches.
    """

    batches: Fraction
    requests: Fraction


def _chunks(size: int) -> int:
    return max(1, -(-size // CHUNK))


def chunks_per_event(sizes: Counter[int]) -> Fraction:
    """How many 64 KB chunks an event begins on average, each by itself; 1 if there are none.

    Args:
        sizes: how many events there are of each size in bytes.
    """
    events = sizes.total()
    return (
        Fraction(sum(_chunks(size) * count for size, count in sizes.items()), events) if events else Fraction(1)
    )


def full_batches(sizes: Counter[int], batch_size: int) -> PerEvent:
    """Batches that are as full as they may be, of events in any order.

    If they fit into one chunk, or all events have one size, it is exact. Else batches are drawn from the sizes, always
    the same ones, so that the result does not depend on the order of the events.

    Args:
        sizes: how many events there are of each size in bytes.
        batch_size: how many events a batch has at most.
    """
    if batch_size == 1 or not sizes:
        return PerEvent(Fraction(1, batch_size), chunks_per_event(sizes) / batch_size)
    if max(sizes) * batch_size <= CHUNK:
        return PerEvent(Fraction(1, batch_size), Fraction(1, batch_size))
    known = sorted(sizes)
    weights = list(accumulate(sizes[size] for size in known))
    chance = random.Random(_SEED)  # noqa: S311 - draws, not secrets
    batches = requests = events = 0
    drawn: list[int] = []
    while batches < _FEWEST or (batches < _MOST and events < _DRAWS):
        drawn += chance.choices(known, cum_weights=weights, k=batch_size - len(drawn))
        size, count = _filled(drawn)
        batches += 1
        requests += _chunks(size)
        events += count
        drawn = drawn[count:]  # the next batch begins with what this one has no place for
    # the sizes that are drawn are on average not quite those that there are
    least = Fraction(sum(size * count for size, count in sizes.items()), CHUNK * sizes.total())
    return PerEvent(Fraction(batches, events), max(Fraction(requests, events), least))


def _filled(sizes: Sequence[int]) -> tuple[int, int]:
    """The bytes and the number of the events that go into one batch."""
    total = 0
    for number, size in enumerate(sizes):
        if number and total + size > PAYLOAD:
            return total, number
        total += size
    return total, len(sizes)


@dataclass(slots=True)
class _Forming:
    """Batches being formed one after the other."""

    batch_size: int
    window: int
    batches: int = 0
    requests: int = 0
    polled: int = 0
    """Of the batch being formed: all events, those that pass, their bytes, and when it began."""
    passing: int = 0
    size: int = 0
    all_bytes: int = 0
    begin: int = 0
    events: int = 0
    """That passed, in all batches."""

    def add(self, time: int, size: int, *, passes: bool) -> None:
        full = self.polled >= self.batch_size or self.all_bytes + size > PAYLOAD
        if self.polled and (full or time - self.begin > self.window):
            self.end()
        if not self.polled:
            self.begin = time
        self.polled += 1
        self.all_bytes += size
        if passes:
            self.passing += 1
            self.size += size

    def end(self) -> None:
        if self.passing:
            self.batches += 1
            self.requests += _chunks(self.size)
            self.events += self.passing
        self.polled = self.passing = self.size = self.all_bytes = 0

    def per_event(self) -> PerEvent:
        self.end()
        if not self.events:
            return PerEvent(Fraction(1), Fraction(1))
        return PerEvent(Fraction(self.batches, self.events), Fraction(self.requests, self.events))


def formed_by_time(
    arrivals: Arrivals, passing: Iterable[Signature], batch_size: int, window: int
) -> tuple[PerEvent, PerEvent]:
    """Batches as a poller forms them: until one is full, or its time is over.

    AWS does not say whether what the filter takes out of a batch is made up for. So there are two results, per event
    that passes: batches formed of those alone, and batches formed of all events and thinned then.

    Args:
        arrivals: when events came.
        passing: the signatures that pass.
        batch_size: how many events a batch has at most.
        window: how long a batch is waited for after its first event, in milliseconds.
    """
    wanted = set(passing)
    passes = [signature in wanted for signature in arrivals.known]
    # one number an event, so that they sort in time, and always alike where times are the same
    coded = sorted(
        (time << _TIME_BITS) | (min(size, _MOST_SIZE) << 1) | passes[signature]
        for time, size, signature in zip(arrivals.times, arrivals.sizes, arrivals.signatures, strict=True)
    )
    refilled, thinned = _Forming(batch_size, window), _Forming(batch_size, window)
    for code in coded:
        time, size, does = code >> _TIME_BITS, (code >> 1) & _MOST_SIZE, bool(code & 1)
        thinned.add(time, size, passes=does)
        if does:
            refilled.add(time, size, passes=True)
    return refilled.per_event(), thinned.per_event()

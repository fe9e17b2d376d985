"""How many batches a number of events makes, and how many requests AWS counts for them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate

from pipefilter.costs.traffic.counts import Arrivals, Signature
from pipefilter.dataclass import dataclass

__all__ = ["CHUNK", "PAYLOAD", "PerEvent", "batches_by_window", "chunks_per_event", "full_batches"]

CHUNK = 64 * 1024
"""AWS counts one request for each 64 KB, rounded up: https://aws.amazon.com/eventbridge/pricing/"""
PAYLOAD = 6 * 1024 * 1024
"""Maximum payload of a batch, in bytes: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html"""

_TIME_BITS = 33
_MAX_SIZE = (1 << 32) - 1
_MIN_BATCHES, _MAX_BATCHES, _MAX_EVENTS = 20, 2000, 200_000
"""Of a simulation: it ends with so many batches or events, but not before the minimum."""
_SEED = 65_536


@dataclass(frozen=True, slots=True)
class PerEvent:
    """Batches and requests per event, on average.

    Args:
        batches: less than 1 if batches contain several events.
        requests: that AWS counts for the batches, one for each 64 KB, rounded up.
    """

    batches: Fraction
    requests: Fraction


def _chunks(size: int) -> int:
    return max(1, -(-size // CHUNK))


def chunks_per_event(sizes: Counter[int]) -> Fraction:
    """The average number of 64 KB chunks of a single event, rounded up; 1 if there are no events.

    Args:
        sizes: how many events there are of each size in bytes.
    """
    events = sizes.total()
    return (
        Fraction(sum(_chunks(size) * count for size, count in sizes.items()), events) if events else Fraction(1)
    )


def full_batches(sizes: Counter[int], batch_size: int) -> PerEvent:
    """Batches that are as full as possible, of events in any order.

    This is exact if a batch fits into one chunk, or batches contain one event. Otherwise batches are drawn from the sizes with a
    fixed seed, so that the result does not depend on the order of the events.

    Args:
        sizes: how many events there are of each size in bytes.
    """
    if batch_size == 1 or not sizes:
        return PerEvent(Fraction(1, batch_size), chunks_per_event(sizes) / batch_size)
    if max(sizes) * batch_size <= CHUNK:
        return PerEvent(Fraction(1, batch_size), Fraction(1, batch_size))
    population = sorted(sizes)
    weights = list(accumulate(sizes[size] for size in population))
    chance = random.Random(_SEED)  # noqa: S311 - draws, not secrets
    batches = requests = events = 0
    drawn: list[int] = []
    while batches < _MIN_BATCHES or (batches < _MAX_BATCHES and events < _MAX_EVENTS):
        drawn += chance.choices(population, cum_weights=weights, k=batch_size - len(drawn))
        size, count = _fill(drawn)
        batches += 1
        requests += _chunks(size)
        events += count
        drawn = drawn[count:]  # the next batch begins with what did not fit into this one
    # the mean of the drawn sizes may be below that of all sizes
    minimum = Fraction(sum(size * count for size, count in sizes.items()), CHUNK * sizes.total())
    return PerEvent(Fraction(batches, events), max(Fraction(requests, events), minimum))


def _fill(sizes: Sequence[int]) -> tuple[int, int]:
    """The bytes and the number of the events that fit into one batch."""
    total = 0
    for number, size in enumerate(sizes):
        if number and total + size > PAYLOAD:
            return total, number
        total += size
    return total, len(sizes)


@dataclass(slots=True)
class _Poller:
    """Forms batches one after the other."""

    batch_size: int
    window: int
    batches: int = 0
    requests: int = 0
    polled: int = 0
    """Events of the batch that is being formed; below those that pass, bytes of these, bytes of all, and its start."""
    passing: int = 0
    size: int = 0
    all_bytes: int = 0
    begin: int = 0
    events: int = 0
    """That passed, in all batches that are formed."""

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


def batches_by_window(
    arrivals: Arrivals, passing: Iterable[Signature], batch_size: int, window: int
) -> tuple[PerEvent, PerEvent]:
    """Batches as a poller forms them: until a batch is full, or its window ends.

    AWS does not document whether batches are filled up after filtering. So there are two results: batches formed of
    the events that pass, and batches formed of all events and filtered then.

    Args:
        window: how long a poller waits after the first event of a batch, in milliseconds.
    """
    selected = set(passing)
    passes = [signature in selected for signature in arrivals.known]
    # one integer an event, so that sorting is fast, and the same whatever the order of the events was
    coded = sorted(
        (time << _TIME_BITS) | (min(size, _MAX_SIZE) << 1) | passes[signature]
        for time, size, signature in zip(arrivals.times, arrivals.sizes, arrivals.signatures, strict=True)
    )
    refilled, thinned = _Poller(batch_size, window), _Poller(batch_size, window)
    for code in coded:
        time, size, is_passing = code >> _TIME_BITS, (code >> 1) & _MAX_SIZE, bool(code & 1)
        thinned.add(time, size, passes=is_passing)
        if is_passing:
            refilled.add(time, size, passes=True)
    return refilled.per_event(), thinned.per_event()

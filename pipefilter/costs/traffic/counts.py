"""Counts of traffic that do not depend on the order of the events, so that the counts of its parts can be added up.

One process, several processes, and a Spark cluster count parts of the same traffic and get the same sums.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import field, replace

from pipefilter.costs.traffic.example_events import ExampleEvents
from pipefilter.costs.traffic.relevant_changes import RelevantChanges
from pipefilter.dataclass import dataclass
from pipefilter.scanning.events.scan_result import Fault

__all__ = ["MAX_MINUTES", "MAX_REGIONS", "MINUTE", "Arrivals", "Signature", "TrafficCounts"]

MINUTE = 60_000
"""In milliseconds."""
MAX_MINUTES = 100_000
"""Maximum number of minutes that are counted separately, each with its signatures: two months limit the memory."""

MAX_REGIONS = 50
"""No more are counted: AWS has fewer, and records from outside may name any number."""

Signature = tuple[int, ...]
"""The numbers of the queries that hold for an event, ascending."""


@dataclass(slots=True)
class Arrivals:
    """When each event came, which is needed to form batches as a poller does.

    Args:
        times: in milliseconds since 1970.
        sizes: in bytes.
        signatures: for each event the index of its signature in `known`.
    """

    times: array[int] = field(default_factory=lambda: array("q"))
    sizes: array[int] = field(default_factory=lambda: array("q"))
    signatures: array[int] = field(default_factory=lambda: array("l"))
    known: dict[Signature, int] = field(default_factory=dict)

    def add(self, time: int, size: int, signature: Signature) -> None:
        """Add an event."""
        self.times.append(time)
        self.sizes.append(size)
        self.signatures.append(self.known.setdefault(signature, len(self.known)))

    def join(self, other: Arrivals) -> None:
        """Add the events of another part."""
        self.times.extend(other.times)
        self.sizes.extend(other.sizes)
        place = [self.known.setdefault(signature, len(self.known)) for signature in other.known]
        self.signatures.extend(array("l", [place[signature] for signature in other.signatures]))


@dataclass(slots=True)
class TrafficCounts:
    """Sums over some events.

    Args:
        signatures: how many have each signature and size in bytes.
        minutes: how many of each signature came in each minute since 1970, if they have a time; see `minute_step`.
        first: the earliest time, in milliseconds since 1970; None if no event has a time.
        last: the latest.
        undecided: how many have no verdict, as AWS does not document what happens to them.
        commas: how many texts are separated from another by a comma, which is skipped.
        first_comma: the line on which the first of these begins.
        faults: the first events without a verdict, with places and reasons.
        arrivals: kept if batches are formed by time.
        examples: kept if suggestions are made.
        reads: kept if irrelevant changes are detected.
        unlike: how many do not look like events of the source that they are evaluated as.
        ignoring_data: how many match some filters though their data is of a form that these filters do not look at.
        of_services: approximately how many are of AWS's own services, which are not billed on the default bus.
        other_sources: how many of those without a verdict are of each source other than the one that is evaluated.
        minute_step: how many minutes are counted as one in `minutes`, a power of two.
    """

    lines: int = 0
    events: int = 0
    signatures: Counter[tuple[Signature, int]] = field(default_factory=Counter)
    minutes: Counter[tuple[int, Signature]] = field(default_factory=Counter)
    first: int | None = None
    last: int | None = None
    untimed: int = 0
    malformed: int = 0
    undecided: int = 0
    commas: int = 0
    first_comma: int = 0
    faults: list[Fault] = field(default_factory=list)
    arrivals: Arrivals | None = None
    examples: ExampleEvents | None = None
    reads: RelevantChanges | None = None
    unlike: int = 0
    ignoring_data: int = 0
    of_services: int = 0
    regions: Counter[str] = field(default_factory=Counter)
    other_sources: Counter[str] = field(default_factory=Counter)
    minute_step: int = 1

    def add(self, signature: Signature, size: int, time: int | None, region: str | None = None) -> None:
        """Count one event: its size in bytes as AWS counts it, and its time in milliseconds since 1970."""
        self.events += 1
        if region is not None:
            self._add_region(region, 1)
        self.signatures[signature, size] += 1
        if time is None:
            self.untimed += 1
            return
        minute = time // MINUTE
        self.minutes[minute - minute % self.minute_step, signature] += 1
        if len(self.minutes) > MAX_MINUTES:
            self._widen()
        if self.first is None or time < self.first:
            self.first = time
        if self.last is None or time > self.last:
            self.last = time
        if self.arrivals is not None:
            self.arrivals.add(time, size, signature)

    def join(self, other: TrafficCounts, *, max_faults: int) -> None:
        """Add the counts of other events."""
        self.lines += other.lines
        self.events += other.events
        self.signatures.update(other.signatures)
        self.unlike += other.unlike
        self.ignoring_data += other.ignoring_data
        self.of_services += other.of_services
        self.other_sources.update(other.other_sources)
        for region, count in other.regions.items():
            self._add_region(region, count)
        self._join_minutes(other)
        self.first = _pick(min, self.first, other.first)
        self.last = _pick(max, self.last, other.last)
        self.untimed += other.untimed
        self.malformed += other.malformed
        self.undecided += other.undecided
        self.first_comma = self.first_comma or other.first_comma
        self.commas += other.commas
        self.faults += other.faults[: max(0, max_faults - len(self.faults))]
        if self.arrivals is not None and other.arrivals is not None:
            self.arrivals.join(other.arrivals)
        if self.examples is not None and other.examples is not None:
            self.examples.join(other.examples)
        if self.reads is not None and other.reads is not None:
            self.reads.join(other.reads)

    def _add_region(self, region: str, count: int) -> None:
        if region in self.regions or len(self.regions) < MAX_REGIONS:
            self.regions[region] += count

    def _join_minutes(self, other: TrafficCounts) -> None:
        while self.minute_step < other.minute_step:
            self._widen()
        step = self.minute_step
        for (minute, signature), count in other.minutes.items():
            self.minutes[minute - minute % step, signature] += count
        while len(self.minutes) > MAX_MINUTES:
            self._widen()

    def _widen(self) -> None:
        """Double `minute_step`; what it is in the end depends only on the events, not on their order."""
        self.minute_step *= 2
        minutes: Counter[tuple[int, Signature]] = Counter()
        for (minute, signature), count in self.minutes.items():
            minutes[minute - minute % self.minute_step, signature] += count
        self.minutes = minutes

    def moved(self, lines: int) -> TrafficCounts:
        """The same, with so many more lines of the file before it."""
        if not lines or not (self.faults or self.commas):
            return self
        return replace(
            self,
            first_comma=self.first_comma + lines if self.commas else 0,
            faults=[fault.moved(lines) for fault in self.faults],
        )

    def sizes(self, signatures: Iterable[Signature] | None = None) -> Counter[int]:
        """How many events of each size there are; with signatures, only of these."""
        selected = None if signatures is None else set(signatures)
        sizes: Counter[int] = Counter()
        for (signature, size), count in self.signatures.items():
            if selected is None or signature in selected:
                sizes[size] += count
        return sizes

    def by_signature(self) -> Counter[Signature]:
        """How many events of each signature there are."""
        counts: Counter[Signature] = Counter()
        for (signature, _), count in self.signatures.items():
            counts[signature] += count
        return counts


def _pick(pick: Callable[[int, int], int], mine: int | None, other: int | None) -> int | None:
    if mine is None or other is None:
        return other if mine is None else mine
    return pick(mine, other)

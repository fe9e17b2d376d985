"""What is counted of traffic: sums that do not depend on the order of the events, so that parts can be added up.

One process, several, and a Spark cluster count parts of the same traffic, and the sum is the same.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from pipefilter.costs.traffic.example_events import ExampleEvents
from pipefilter.costs.traffic.relevant_changes import ReadChanges
from pipefilter.scanning.events.scan_result import Fault

__all__ = ["MAX_REGIONS", "MINUTE", "MOST_MINUTES", "Arrivals", "Kind", "Tally"]

MINUTE = 60_000
"""In milliseconds."""
MOST_MINUTES = 100_000
"""So many minutes are kept apart, each with its kinds: two months, so that memory does not grow with time."""

MAX_REGIONS = 50
"""So many are told apart: AWS has fewer, and records from outside may name any number."""

Kind = tuple[int, ...]
"""The numbers of the probes that hold for an event, ascending."""


@dataclass(slots=True)
class Arrivals:
    """When each event came: what is needed to form batches as a poller does.

    Args:
        times: in milliseconds since 1970.
        sizes: in bytes.
        kinds: of each event the place of its kind in `known`.
        known: kinds.
    """

    times: array[int] = field(default_factory=lambda: array("q"))
    sizes: array[int] = field(default_factory=lambda: array("q"))
    kinds: array[int] = field(default_factory=lambda: array("l"))
    known: dict[Kind, int] = field(default_factory=dict)

    def add(self, time: int, size: int, kind: Kind) -> None:
        """Add one."""
        self.times.append(time)
        self.sizes.append(size)
        self.kinds.append(self.known.setdefault(kind, len(self.known)))

    def join(self, other: Arrivals) -> None:
        """Add all of another."""
        self.times.extend(other.times)
        self.sizes.extend(other.sizes)
        place = [self.known.setdefault(kind, len(self.known)) for kind in other.known]
        self.kinds.extend(array("l", [place[kind] for kind in other.kinds]))


@dataclass(slots=True)
class Tally:
    """Sums over some events.

    Args:
        lines: how many lines of the file were read.
        events: how many were judged.
        kinds: how many of each kind and size in bytes.
        minutes: how many of each kind in each minute since 1970, as far as they have a time; see `minute_step`.
        first: the earliest time, in milliseconds since 1970; None if none has a time.
        last: the latest.
        untimed: how many have no time.
        malformed: how many texts were no events.
        undecided: how many could not be judged, as AWS does not say what becomes of them.
        commas: how many texts are separated from another by a comma, which is passed over.
        first_comma: the line on which the first of those begins.
        faults: the first that could not be judged, with places and reasons.
        arrivals: if batches are to be formed by time.
        examples: if some of the events are to be looked at.
        reads: if it is to be told what a consumer is sent for nothing.
        unlike: how many do not look like events of the source that they are taken to be from.
        ignoring_data: how many match some filters without a look at what these say of their data.
        of_services: how many are of AWS's own services, about: what is not billed on the default bus.
        other_sources: how many of those without a verdict are of each source that is not the one that is evaluated.
        regions: how many tell each region, as far as they tell any.
        minute_step: how many minutes are counted as one in `minutes`, a power of two.
    """

    lines: int = 0
    events: int = 0
    kinds: Counter[tuple[Kind, int]] = field(default_factory=Counter)
    minutes: Counter[tuple[int, Kind]] = field(default_factory=Counter)
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
    reads: ReadChanges | None = None
    unlike: int = 0
    ignoring_data: int = 0
    of_services: int = 0
    regions: Counter[str] = field(default_factory=Counter)
    other_sources: Counter[str] = field(default_factory=Counter)
    minute_step: int = 1

    def add(self, kind: Kind, size: int, time: int | None, region: str | None = None) -> None:
        """Count one event.

        Args:
            kind: the probes that hold for it.
            size: in bytes, as AWS counts it.
            time: in milliseconds since 1970; None if it tells none.
            region: of AWS; None likewise.
        """
        self.events += 1
        if region is not None:
            self._add_region(region, 1)
        self.kinds[kind, size] += 1
        if time is None:
            self.untimed += 1
            return
        minute = time // MINUTE
        self.minutes[minute - minute % self.minute_step, kind] += 1
        if len(self.minutes) > MOST_MINUTES:
            self._widen()
        if self.first is None or time < self.first:
            self.first = time
        if self.last is None or time > self.last:
            self.last = time
        if self.arrivals is not None:
            self.arrivals.add(time, size, kind)

    def join(self, other: Tally, *, most_faults: int) -> None:
        """Add the sums over other events.

        Args:
            other: theirs.
            most_faults: how many faults are kept.
        """
        self.lines += other.lines
        self.events += other.events
        self.kinds.update(other.kinds)
        self.unlike += other.unlike
        self.ignoring_data += other.ignoring_data
        self.of_services += other.of_services
        self.other_sources.update(other.other_sources)
        for region, count in other.regions.items():
            self._add_region(region, count)
        self._join_minutes(other)
        self.first = _of_both(min, self.first, other.first)
        self.last = _of_both(max, self.last, other.last)
        self.untimed += other.untimed
        self.malformed += other.malformed
        self.undecided += other.undecided
        self.first_comma = self.first_comma or other.first_comma
        self.commas += other.commas
        self.faults += other.faults[: max(0, most_faults - len(self.faults))]
        if self.arrivals is not None and other.arrivals is not None:
            self.arrivals.join(other.arrivals)
        if self.examples is not None and other.examples is not None:
            self.examples.join(other.examples)
        if self.reads is not None and other.reads is not None:
            self.reads.join(other.reads)

    def _add_region(self, region: str, count: int) -> None:
        if region in self.regions or len(self.regions) < MAX_REGIONS:
            self.regions[region] += count

    def _join_minutes(self, other: Tally) -> None:
        while self.minute_step < other.minute_step:
            self._widen()
        step = self.minute_step
        for (minute, kind), count in other.minutes.items():
            self.minutes[minute - minute % step, kind] += count
        while len(self.minutes) > MOST_MINUTES:
            self._widen()

    def _widen(self) -> None:
        """Count twice as many minutes as one: the step in the end depends only on the events, not on their order."""
        self.minute_step *= 2
        minutes: Counter[tuple[int, Kind]] = Counter()
        for (minute, kind), count in self.minutes.items():
            minutes[minute - minute % self.minute_step, kind] += count
        self.minutes = minutes

    def moved(self, lines: int) -> Tally:
        """The same, with so many lines of the file before it."""
        if not lines or not (self.faults or self.commas):
            return self
        return replace(
            self,
            first_comma=self.first_comma + lines if self.commas else 0,
            faults=[fault.moved(lines) for fault in self.faults],
        )

    def sizes(self, kinds: Iterable[Kind] | None = None) -> Counter[int]:
        """How many events of each size there are.

        Args:
            kinds: only of these; None for all.
        """
        wanted = None if kinds is None else set(kinds)
        found: Counter[int] = Counter()
        for (kind, size), count in self.kinds.items():
            if wanted is None or kind in wanted:
                found[size] += count
        return found

    def by_kind(self) -> Counter[Kind]:
        """How many events of each kind there are."""
        found: Counter[Kind] = Counter()
        for (kind, _), count in self.kinds.items():
            found[kind] += count
        return found


def _of_both(pick: Callable[[int, int], int], one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return other if one is None else one
    return pick(one, other)

"""Counts traffic for an estimate: all of it in one or several processes, or a sample of its events."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from typing import TypeAlias

from pipefilter.application.input_files import shown_name
from pipefilter.application.traffic import Traffic
from pipefilter.costs.estimation import Extent
from pipefilter.costs.traffic.counting import MAX_FAULTS, CountJob, UnitCounter
from pipefilter.costs.traffic.counts import TrafficCounts
from pipefilter.costs.traffic.files import count_files
from pipefilter.costs.traffic.reservoir import Reservoir
from pipefilter.errors import UnreadableInput
from pipefilter.scanning.events.scan_result import Fault

__all__ = ["Progress", "TrafficCount"]

Progress: TypeAlias = Callable[[str, int, int], object]
"""Called with the name of a file, the number of its bytes read so far, and the number of newly counted events."""
_Step = tuple[str, int, int]


class TrafficCount:
    """The counts of traffic, or of a random sample of its events."""

    def __init__(self, job: CountJob, sample: int | None = None, seed: int = 1) -> None:
        self._job = job
        self._reservoir = Reservoir(sample, seed) if sample else None
        self.counts: TrafficCounts = job.nothing()
        self.faults: list[tuple[str, Fault]] = []
        """The first events without a verdict, each with its file."""
        self.names: tuple[str, ...] = ()
        """The names of the files."""
        self.unreadable: list[tuple[str, str]] = []
        """Files that could not be read to their end, each with the reason."""
        self.first_comma = ""
        """The file and the line of the first event that a comma separates from another."""
        self._evaluated = 0
        """The number of evaluated events of the sample."""
        self.is_partial = False
        """Whether it was interrupted."""

    def count(
        self, traffic: Traffic, jobs: int, progress: Progress | None = None, *, keeps_partial: bool = False
    ) -> None:
        """Count traffic; with `keeps_partial`, an interrupt with Ctrl-C keeps the counts so far and sets `is_partial`.

        Raises:
            WorkerDied: one of the processes was killed.
        """
        self.names = tuple(traffic.names)
        try:
            steps = self._steps(traffic, jobs, keeps_partial=keeps_partial)
            with closing(steps):
                for step in steps:
                    if progress is not None:
                        progress(*step)
        except KeyboardInterrupt:
            if not keeps_partial:
                raise
            self.is_partial = True

    @property
    def of(self) -> int | None:
        """The number of all events if there is a sample; None if all were evaluated.

        An event of the sample may be a wrapper of several records; the others are assumed to have as many.
        """
        reservoir = self._reservoir
        if reservoir is None or reservoir.seen <= reservoir.size:
            return None
        evaluated = self.counts.events + self.counts.malformed + self.counts.undecided
        return round(reservoir.seen * evaluated / max(1, self._evaluated))

    @property
    def drawn(self) -> int | None:
        """The number of evaluated events of the sample; None if all events were evaluated."""
        return None if self.of is None else self._evaluated

    @property
    def events_in_all(self) -> int:
        """The number of all events, without those that cannot be evaluated."""
        reservoir = self._reservoir
        if reservoir is None or reservoir.seen <= reservoir.size:
            return self.counts.events
        return round(reservoir.seen * self.counts.events / max(1, self._evaluated))

    @property
    def extent(self) -> Extent:
        """The part of the traffic that was counted."""
        return Extent(self.of, self.is_partial, tuple(self.unreadable))

    @property
    def fault_lines(self) -> tuple[str, ...]:
        """The first events without a verdict, and the unreadable files, each in a line with its place."""
        lines = []
        for name, fault in self.faults:
            if fault.problem is not None:
                lines.append(fault.problem.as_text(shown_name(name)).partition("\n")[0])
            else:
                lines.append(f"{shown_name(name)}:{fault.line}:{fault.column}  {fault.reason}")
        return (*lines, *(f"{shown_name(name)}: {reason}" for name, reason in self.unreadable))

    def _steps(self, traffic: Traffic, jobs: int, *, keeps_partial: bool) -> Generator[_Step]:
        if self._reservoir is not None:
            yield from self._drawn(traffic, self._reservoir, keeps_partial=keeps_partial)
            return
        if traffic.events is not None:
            yield from self._in_memory(traffic)
            return
        for piece in count_files(traffic.names, traffic.opened, self._job, traffic.jobs(jobs)):
            self._add(piece.name, piece.counts, piece.unreadable)
            yield piece.name, piece.read, piece.counts.events

    def _in_memory(self, traffic: Traffic) -> Generator[_Step]:
        counter = UnitCounter(self._job)
        for name in traffic.names:
            for block in traffic.blocks(name, self._job.rule()):
                counts = counter.count(block)
                self._add(name, counts, "")
                yield name, block.read, counts.events

    def _drawn(self, traffic: Traffic, reservoir: Reservoir, *, keeps_partial: bool) -> Generator[_Step]:
        try:
            for name in traffic.names:
                try:
                    for block in traffic.blocks(name, self._job.rule()):
                        if block.unread:
                            self.unreadable.append((name, f"line {block.line}: {block.unread}"))
                        before = reservoir.seen
                        reservoir.add(name, block)
                        yield name, block.read, reservoir.seen - before
                except UnreadableInput as error:
                    self.unreadable.append((name, str(error)))
        except KeyboardInterrupt:  # the sample so far is evaluated
            if not keeps_partial:
                raise
            self.is_partial = True
        counter = UnitCounter(self._job)
        for name, block in reservoir.blocks():
            self._add(name, counter.count(block), "")
            self._evaluated += len(block.places or ())
            yield name, 0, 0
        self.counts.commas = reservoir.commas
        if reservoir.first_comma is not None:
            name, line = reservoir.first_comma
            self.first_comma = f"{shown_name(name)}:{line}"

    def _add(self, name: str, counts: TrafficCounts, unreadable: str) -> None:
        room = max(0, MAX_FAULTS - len(self.faults))
        self.faults += [(name, fault) for fault in counts.faults[:room]]
        # each part of a file may report it
        if unreadable and not any(file == name for file, _ in self.unreadable[-1:]):
            self.unreadable.append((name, unreadable))
        if counts.commas and not self.first_comma:
            self.first_comma = f"{shown_name(name)}:{counts.first_comma}"
        self.counts.join(counts, max_faults=MAX_FAULTS)

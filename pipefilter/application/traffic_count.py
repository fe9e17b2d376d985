"""Traffic counted for an estimate: all of it in one process or several, or events drawn from it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from typing import TypeAlias

from pipefilter.application.input_files import shown_name
from pipefilter.application.traffic import Traffic
from pipefilter.costs.estimation import Extent
from pipefilter.costs.traffic.counting import MOST_FAULTS, Tallying, UnitTally
from pipefilter.costs.traffic.counts import Tally
from pipefilter.costs.traffic.files import tallied_traffic
from pipefilter.costs.traffic.reservoir import Reservoir
from pipefilter.errors import UnreadableInput
from pipefilter.scanning.events.scan_result import Fault

__all__ = ["Progress", "TrafficCount"]

Progress: TypeAlias = Callable[[str, int, int], object]
"""Called with the name of a file, how many of its bytes are read so far, and how many events more are counted."""
_Step = tuple[str, int, int]


class TrafficCount:
    """What is counted of traffic.

    Args:
        tallying: what is to be counted.
        sample: how many events are to be drawn and evaluated; None for all.
        seed: of the drawing.
    """

    def __init__(self, tallying: Tallying, sample: int | None = None, seed: int = 1) -> None:
        self._tallying = tallying
        self._reservoir = Reservoir(sample, seed) if sample else None
        self.tally: Tally = tallying.nothing()
        self.faults: list[tuple[str, Fault]] = []
        """The first that could not be evaluated, each with its file."""
        self.names: tuple[str, ...] = ()
        """The names of the files."""
        self.unreadable: list[tuple[str, str]] = []
        """Files that could not be read to their end, each with the reason."""
        self.first_comma = ""
        """The file and the line of the first event that a comma separates from another."""
        self._evaluated = 0
        """How many of the events that were drawn are evaluated."""
        self.is_partial = False
        """Whether it was interrupted."""

    def count(
        self, traffic: Traffic, jobs: int, progress: Progress | None = None, *, keeps_partial: bool = False
    ) -> None:
        """Count.

        Args:
            traffic: any.
            jobs: in how many processes.
            progress: called as it comes on.
            keeps_partial: keep what was counted when it is interrupted with Ctrl-C, and say so in `is_partial`.

        Raises:
            WorkerDied: one of the processes was ended from outside.
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
        """How many events there were, if only some of them were drawn; None if all were evaluated.

        What is drawn may be a wrapper of several records; the others are taken to hold as many.
        """
        reservoir = self._reservoir
        if reservoir is None or reservoir.seen <= reservoir.most:
            return None
        evaluated = self.tally.events + self.tally.malformed + self.tally.undecided
        return round(reservoir.seen * evaluated / max(1, self._evaluated))

    @property
    def drawn(self) -> int | None:
        """How many were evaluated of those that were drawn; None if all were evaluated."""
        return None if self.of is None else self._evaluated

    @property
    def events_in_all(self) -> int:
        """How many events there were, without those that cannot be evaluated."""
        reservoir = self._reservoir
        if reservoir is None or reservoir.seen <= reservoir.most:
            return self.tally.events
        return round(reservoir.seen * self.tally.events / max(1, self._evaluated))

    @property
    def extent(self) -> Extent:
        """How much of the traffic was counted."""
        return Extent(self.of, self.is_partial, tuple(self.unreadable))

    @property
    def fault_lines(self) -> tuple[str, ...]:
        """The first that could not be evaluated, and what could not be read, each in a line with its place."""
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
        for piece in tallied_traffic(traffic.names, traffic.opened, self._tallying, traffic.jobs(jobs)):
            self._add(piece.name, piece.tally, piece.unreadable)
            yield piece.name, piece.read, piece.tally.events

    def _in_memory(self, traffic: Traffic) -> Generator[_Step]:
        unit_tally = UnitTally(self._tallying)
        for name in traffic.names:
            for block in traffic.blocks(name, self._tallying.rule()):
                tally = unit_tally.tally(block)
                self._add(name, tally, "")
                yield name, block.read, tally.events

    def _drawn(self, traffic: Traffic, reservoir: Reservoir, *, keeps_partial: bool) -> Generator[_Step]:
        try:
            for name in traffic.names:
                try:
                    for block in traffic.blocks(name, self._tallying.rule()):
                        if block.unread:
                            self.unreadable.append((name, f"line {block.line}: {block.unread}"))
                        before = reservoir.seen
                        reservoir.add(name, block)
                        yield name, block.read, reservoir.seen - before
                except UnreadableInput as error:
                    self.unreadable.append((name, str(error)))
        except KeyboardInterrupt:  # what was drawn so far is evaluated
            if not keeps_partial:
                raise
            self.is_partial = True
        unit_tally = UnitTally(self._tallying)
        for name, block in reservoir.blocks():
            self._add(name, unit_tally.tally(block), "")
            self._evaluated += len(block.places or ())
            yield name, 0, 0
        self.tally.commas = reservoir.commas
        if reservoir.first_comma is not None:
            name, line = reservoir.first_comma
            self.first_comma = f"{shown_name(name)}:{line}"

    def _add(self, name: str, tally: Tally, unreadable: str) -> None:
        room = max(0, MOST_FAULTS - len(self.faults))
        self.faults += [(name, fault) for fault in tally.faults[:room]]
        # of a file in parts each may say so
        if unreadable and not any(file == name for file, _ in self.unreadable[-1:]):
            self.unreadable.append((name, unreadable))
        if tally.commas and not self.first_comma:
            self.first_comma = f"{shown_name(name)}:{tally.first_comma}"
        self.tally.join(tally, most_faults=MOST_FAULTS)

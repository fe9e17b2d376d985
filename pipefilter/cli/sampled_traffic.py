"""The traffic that `pipefilter estimate` counts: all of it in several processes, or events drawn from it."""

from __future__ import annotations

import io
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from pipefilter.cli.inputs import STDIN, opened
from pipefilter.cli.traffic import cores, is_worth_processes, opened_traffic
from pipefilter.errors import UnreadableInput
from pipefilter.estimate.recognised_source import recognised_source
from pipefilter.estimate.reservoir import Reservoir
from pipefilter.estimate.tallied_traffic import tallied_traffic
from pipefilter.estimate.tally import Tally
from pipefilter.estimate.traffic_tally import MOST_FAULTS, Tallying, UnitTally
from pipefilter.scanning.blocks import blocks
from pipefilter.scanning.judged import Fault
from pipefilter.sources import Source

__all__ = ["SampledTraffic", "Traffic"]

_HEAD = 1 << 16

_Advance = tuple[str, int, int]
"""The name of a file, how many of its bytes are read, and how many events more."""


class Traffic:
    """Files of events, of which the first can be looked at before it is read.

    Args:
        names: of the files.
    """

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self._standard_input: BinaryIO | None = None

    def source(self) -> Source | None:
        """The source that the first event tells; None if it does not."""
        for name in self.names:
            try:
                with self.opened(name) as stream:
                    head = _first_bytes(stream, keep=name == STDIN)
            except UnreadableInput:  # it is told when it is read
                continue
            if head.strip():
                return recognised_source(head)
        return None

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """A file opened for reading bytes; standard input goes on where it was.

        Args:
            name: of it.

        Raises:
            UnreadableInput: there is none, or it cannot be read.
        """
        if name != STDIN:
            with opened_traffic(name) as stream:
                yield stream
            return
        if self._standard_input is None:
            with opened(STDIN) as stream:
                self._standard_input = stream
        yield self._standard_input


def _first_bytes(stream: BinaryIO, *, keep: bool) -> bytes:
    """The first bytes; with `keep`, they can be read again."""
    if keep:
        return cast("io.BufferedReader", stream).peek(_HEAD)
    return stream.read(_HEAD)


class SampledTraffic:
    """What is counted of traffic.

    Args:
        what: is to be counted.
        sample: how many events are to be drawn and judged; None for all.
        seed: of the drawing.
    """

    def __init__(self, what: Tallying, sample: int | None, seed: int) -> None:
        self._what = what
        self._reservoir = Reservoir(sample, seed) if sample else None
        self.tally: Tally = what.nothing()
        self.faults: list[tuple[str, Fault]] = []
        """The first that could not be judged, each with its file."""
        self.unreadable: list[tuple[str, str]] = []
        """Files that could not be read to their end, each with the reason."""
        self.is_partial = False
        """Whether it was interrupted."""

    @property
    def of(self) -> int | None:
        """How many events there were, if only some of them were drawn; None if all were judged.

        What is drawn may be a wrapper of several records; the others are taken to hold as many.
        """
        reservoir = self._reservoir
        if reservoir is None or reservoir.seen <= reservoir.most:
            return None
        judged = self.tally.events + self.tally.malformed + self.tally.undecided
        return round(reservoir.seen * judged / reservoir.most)

    @property
    def events_in_all(self) -> int:
        """How many events there were that are none of those which cannot be judged."""
        reservoir = self._reservoir
        if reservoir is None or reservoir.seen <= reservoir.most:
            return self.tally.events
        return round(reservoir.seen * self.tally.events / reservoir.most)

    def pieces(
        self, traffic: Traffic, sizes: list[tuple[str, int | None]], jobs: int | None
    ) -> Generator[_Advance]:
        """Count, telling how far it has come.

        Args:
            traffic: the files.
            sizes: of the files in bytes, None where not known.
            jobs: in how many processes; None for one a core, if there is much.

        Raises:
            WorkerDied: one of the processes was ended from outside.
        """
        if self._reservoir is not None:
            yield from self._drawn(traffic, self._reservoir)
            return
        jobs = jobs or (cores() if is_worth_processes(sizes) else 1)
        for piece in tallied_traffic(traffic.names, traffic.opened, self._what, jobs):
            self._add(piece.name, piece.tally, piece.unreadable)
            yield piece.name, piece.read, piece.tally.events

    def _drawn(self, traffic: Traffic, reservoir: Reservoir) -> Generator[_Advance]:
        try:
            for name in traffic.names:
                try:
                    with traffic.opened(name) as stream:
                        for block in blocks(stream):
                            before = reservoir.seen
                            reservoir.add(name, block)
                            yield name, block.read, reservoir.seen - before
                except UnreadableInput as error:
                    self.unreadable.append((name, str(error)))
        except KeyboardInterrupt:  # what was drawn so far is judged
            self.is_partial = True
        judge = UnitTally(self._what)
        for name, block in reservoir.blocks():
            self._add(name, judge.tally(block), "")

    def _add(self, name: str, tally: Tally, unreadable: str) -> None:
        left = max(0, MOST_FAULTS - len(self.faults))
        self.faults += [(name, fault) for fault in tally.faults[:left]]
        if unreadable:
            self.unreadable.append((name, unreadable))
        self.tally.join(tally, most_faults=MOST_FAULTS)

"""The traffic that `pipefilter estimate` counts: all of it in several processes, or events drawn from it."""

from __future__ import annotations

import io
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from pipefilter.cli.inputs import STDIN, shown_name
from pipefilter.cli.traffic import cores, is_worth_processes, opened_traffic
from pipefilter.costs.recognised_source import recognised_source
from pipefilter.costs.reservoir import Reservoir
from pipefilter.costs.tallied_traffic import tallied_traffic
from pipefilter.costs.tally import Tally
from pipefilter.costs.traffic_tally import MOST_FAULTS, Tallying, UnitTally
from pipefilter.errors import UnreadableInput
from pipefilter.scanning.blocks import blocks
from pipefilter.scanning.judged import Fault
from pipefilter.sources import Source

__all__ = ["SampledTraffic", "Traffic"]

_Advance = tuple[str, int, int]
"""The name of a file, how many of its bytes are read, and how many events more."""


class Traffic:
    """Files of events, of which the first can be looked at before it is read.

    Args:
        names: of the files.
    """

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self._looked_at = b""
        """What is read of standard input already."""

    def source(self) -> Source | None:
        """The source that the first event tells which tells any; None if none does."""
        for name in self.names:
            try:
                with self.opened(name) as stream:
                    recording = _Recording(stream)
                    found = recognised_source(io.BufferedReader(recording))
            except UnreadableInput:  # it is told when it is read
                continue
            if name == STDIN:
                self._looked_at = b"".join(recording.read_so_far)
            if found is not None:
                return found
        return None

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """A file opened for reading bytes; standard input from its begin.

        Args:
            name: of it.

        Raises:
            UnreadableInput: there is none, or it cannot be read.
        """
        with opened_traffic(name) as stream:
            if name == STDIN and self._looked_at:
                yield io.BufferedReader(_Replayed(self._looked_at, stream))
            else:
                yield stream


class _Recording(io.RawIOBase):
    """A stream of which it is known what was read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = cast("io.BufferedReader", stream)
        self.read_so_far: list[bytes] = []

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # BufferedReader gives a memoryview
        data = self._stream.read1(len(buffer))
        self.read_so_far.append(data)
        buffer[: len(data)] = data
        return len(data)


class _Replayed(io.RawIOBase):
    """A stream from its begin, of which the first bytes are read already."""

    def __init__(self, first: bytes, stream: BinaryIO) -> None:
        self._first = io.BytesIO(first)
        self._stream = cast("io.BufferedReader", stream)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # BufferedReader gives a memoryview
        data = self._first.read(len(buffer)) or self._stream.read1(len(buffer))
        buffer[: len(data)] = data
        return len(data)


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
        self.first_comma = ""
        """The file and the line of the first event that a comma separates from another."""
        self._judged = 0
        """How many of the events that were drawn are judged."""
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
        return round(reservoir.seen * judged / max(1, self._judged))

    @property
    def drawn(self) -> int | None:
        """How many were judged of those that were drawn; None if all were judged."""
        return None if self.of is None else self._judged

    @property
    def events_in_all(self) -> int:
        """How many events there were that are none of those which cannot be judged."""
        reservoir = self._reservoir
        if reservoir is None or reservoir.seen <= reservoir.most:
            return self.tally.events
        return round(reservoir.seen * self.tally.events / max(1, self._judged))

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
                        for block in blocks(stream, rule=self._what.rule()):
                            if block.unread:
                                self.unreadable.append((name, f"line {block.line}: {block.unread}"))
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
            self._judged += len(block.places or ())
            yield name, 0, 0
        self.tally.commas = reservoir.commas
        if reservoir.first_comma is not None:
            name, line = reservoir.first_comma
            self.first_comma = f"{shown_name(name)}:{line}"

    def _add(self, name: str, tally: Tally, unreadable: str) -> None:
        left = max(0, MOST_FAULTS - len(self.faults))
        self.faults += [(name, fault) for fault in tally.faults[:left]]
        # of a file in parts each may say so
        if unreadable and not any(file == name for file, _ in self.unreadable[-1:]):
            self.unreadable.append((name, unreadable))
        if tally.commas and not self.first_comma:
            self.first_comma = f"{shown_name(name)}:{tally.first_comma}"
        self.tally.join(tally, most_faults=MOST_FAULTS)

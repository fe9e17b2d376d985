"""Units of traffic counted: for each event which probes hold for it, its size and its time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipefilter.costs.traffic.counts import Arrivals, Kind, Tally
from pipefilter.costs.traffic.event_records import EventRecord, EventRecords
from pipefilter.costs.traffic.example_events import ExampleEvents
from pipefilter.costs.traffic.line_shortcut import line_measure
from pipefilter.costs.traffic.queries import Probes
from pipefilter.costs.traffic.record_queries import RecordProbes
from pipefilter.costs.traffic.relevant_changes import ReadChanges
from pipefilter.errors import Problem, Undecided
from pipefilter.filtering.placement import Placement
from pipefilter.filtering.record_reader import RecordReader
from pipefilter.filtering.shared_reader import SharedReader
from pipefilter.filtering.wrapper_files import SharedWrapperFiles
from pipefilter.scanning.events.block import BLOCK_SIZE, Block
from pipefilter.scanning.events.block_events import block_events, event_fault, event_lines, event_place
from pipefilter.scanning.events.file_range import Unit
from pipefilter.scanning.events.scan_result import Fault
from pipefilter.scanning.events.scanner import ScannedLines
from pipefilter.scanning.scanner_for import scanner_for_rules
from pipefilter.services import service_named
from pipefilter.sources import source_named

__all__ = ["MOST_FAULTS", "Tallying", "UnitTally"]

MOST_FAULTS = 10
"""So many events that could not be judged are told of."""

_WHITE = b" \t\r\n"
_OF_SERVICE = re.compile(rb'"source"[ \t\r\n]*+:[ \t\r\n]*+"aws\.')
_Measured = tuple[int, int | None, str | None]


@dataclass(frozen=True, slots=True)
class Tallying:
    """What is to be counted.

    Args:
        probes: what is asked of each event.
        service: the name of the service in which the filters run.
        source: the name of the source of the events; "" to detect it from each.
        placement: what is certain of both, which decides what a record is and where it is from; None if service and
            source are certain. A record that is not of this service and source has no verdict.
        with_arrivals: whether to keep when each event came.
        examples: how many events, of those that the first candidate takes, to keep; 0 for none.
        reads: the attributes that the consumer of a DynamoDB stream reads; none if that is not asked.
    """

    probes: Probes
    service: str
    source: str = ""
    with_arrivals: bool = False
    examples: int = 0
    reads: tuple[str, ...] = ()
    placement: Placement | None = None

    @property
    def certain(self) -> Placement:
        """What is certain of where the filters run, and where the records are from."""
        if self.placement is not None:
            return self.placement
        source = source_named(self.source) if self.source else None
        return Placement((service_named(self.service),), source, is_explicit=True)

    def reader(self) -> SharedReader:
        """What takes records out of their wrappers, as all candidates see them."""
        readers = [
            RecordReader((each.pattern for each in candidate.criteria.filters), self.certain)
            for candidate in self.probes.candidates
        ]
        return SharedReader(readers or [RecordReader((), self.certain)])

    def rule(self) -> SharedWrapperFiles:
        """By which objects are wrappers of records."""
        return SharedWrapperFiles(self.reader())

    def begin(self) -> Callable[[Unit], Tally]:
        """Make it ready to count units."""
        return UnitTally(self).tally

    def nothing(self) -> Tally:
        """The sums over no events."""
        return Tally(
            arrivals=Arrivals() if self.with_arrivals else None,
            examples=ExampleEvents(self.examples) if self.examples else None,
            reads=ReadChanges(self.reads) if self.reads else None,
        )


class UnitTally:
    """Counts units in one process.

    Args:
        what: is to be counted.
    """

    def __init__(self, what: Tallying) -> None:
        self._what = what
        service = service_named(what.service)
        source = source_named(what.source) if what.source else None
        probes = self._probes = RecordProbes(what.probes, service, source, what.certain)
        self._records = EventRecords(what.reader(), probes, source, with_text=bool(what.examples or what.reads))
        self._measure = line_measure(what.probes, service, source)
        self._scanner = scanner_for_rules({str(one.number): one.pattern for one in what.probes.filters})
        self._takes_all = service.combination == "all"
        self._first = what.probes.candidates[0] if what.probes.candidates else None
        self._passes: dict[Kind, bool] = {}
        self._keeps = bool(what.examples or what.reads)
        self._given = source
        # those of earlier units come before those that later ones have
        self._faults_left = MOST_FAULTS

    def tally(self, unit: Unit) -> Tally:
        """The sums over a unit; the lines of a `FileRange` are counted from 1 in it.

        Args:
            unit: any.

        Raises:
            UnreadableInput: its file cannot be read.
        """
        tally = self._what.nothing()
        self._records.other_sources.clear()
        self._records.unlike = self._probes.ignoring_data = 0
        for block in [unit] if isinstance(unit, Block) else unit.blocks(BLOCK_SIZE):
            self._add(tally, block)
            if self._given is not None and self._given.name == "bus":
                tally.of_services += len(_OF_SERVICE.findall(block.data))
        tally.other_sources = self._records.other_sources.copy()
        tally.unlike, tally.ignoring_data = self._records.unlike, self._probes.ignoring_data
        return tally

    def _add(self, tally: Tally, block: Block) -> None:
        """Count the events of a block."""
        tally.lines += block.line_count
        if block.data.isspace():
            return
        lines, texts = event_lines(block)
        found = self._scanner.scan(texts) if self._measure else ScannedLines(undecided=list(range(len(texts))))
        measured = self._measured(texts, set(found.undecided))
        if block.unread or None in measured:
            self._add_one_by_one(tally, block, list(lines), list(texts), found, measured)
            return
        rules = found.rules
        for index, one in enumerate(measured):
            assert one is not None  # noqa: S101 - there is none
            tally.add(rules.get(index, ()), *one)
        if self._keeps:
            for index, text in enumerate(texts):
                self._keep(tally, text.strip(_WHITE), rules.get(index, ()))

    def _measured(self, texts: Iterable[bytes], undecided: set[int]) -> list[_Measured | None]:
        """The size and the time of each line that can be judged as it stands; None for the others."""
        measure = self._measure
        if measure is None:
            return [None for _ in texts]
        return [None if index in undecided else measure(line) for index, line in enumerate(texts)]

    def _add_one_by_one(  # noqa: PLR0913 - what is known of the block
        self,
        tally: Tally,
        block: Block,
        lines: list[bytes],
        texts: list[bytes],
        found: ScannedLines,
        measured: list[_Measured | None],
    ) -> None:
        def decided(index: int) -> list[EventRecord]:
            one = measured[index]
            assert one is not None  # noqa: S101 - it is decided
            return [(texts[index].strip(_WHITE), found.rules.get(index, ()), *one)]

        for event in block_events(
            block,
            lines,
            texts,
            {index for index, one in enumerate(measured) if one is None},
            decided=decided,
            evaluate=self._records.of,
            explains_faults=lambda: self._faults_left > 0,
        ):
            if isinstance(event.verdict, Problem | str):
                tally.malformed += 1
                if self._faults_left:
                    self._tell(tally, event_fault(block, event))
                continue
            if event.has_comma:
                tally.first_comma = tally.first_comma or event_place(block, event)[0]
                tally.commas += 1
            for record in event.verdict:
                if isinstance(record, Problem):
                    tally.malformed += 1
                    line, column = event_place(block, event)
                    self._tell(tally, Fault(line, column, record.message, record.moved(line - 1, column - 1)))
                    continue
                if isinstance(record, Undecided):
                    tally.undecided += 1
                    self._tell(tally, Fault(*event_place(block, event), str(record)))
                    continue
                text, kind, size, time, region = record
                tally.add(kind, size, time, region)
                if self._keeps:
                    self._keep(tally, text, kind)

    def _keep(self, tally: Tally, text: bytes, kind: Kind) -> None:
        """Keep an event as an example, and learn from it, if it still passes."""
        passes = self._passes.get(kind)
        if passes is None:
            passes = self._first is None or self._first.takes(set(kind), all_of_them=self._takes_all)
            self._passes[kind] = passes
        if passes and tally.examples is not None:
            tally.examples.add(text)
        if passes and tally.reads is not None:
            tally.reads.learn(text)

    def _tell(self, tally: Tally, fault: Fault) -> None:
        if self._faults_left:
            self._faults_left -= 1
            tally.faults.append(fault)

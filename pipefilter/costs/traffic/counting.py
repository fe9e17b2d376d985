"""Counts units of traffic: of each event which queries hold for it, its size, its time, and its region."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from pipefilter.costs.traffic.counts import Arrivals, Signature, TrafficCounts
from pipefilter.costs.traffic.event_records import EventRecord, EventRecords
from pipefilter.costs.traffic.example_events import ExampleEvents
from pipefilter.costs.traffic.line_shortcut import line_measure
from pipefilter.costs.traffic.queries import Queries
from pipefilter.costs.traffic.record_queries import RecordQueries
from pipefilter.costs.traffic.relevant_changes import RelevantChanges
from pipefilter.dataclass import dataclass
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

__all__ = ["MAX_FAULTS", "CountJob", "UnitCounter"]

MAX_FAULTS = 10
"""Maximum number of events without a verdict that are reported with their places."""

_WHITE = b" \t\r\n"
_OF_SERVICE = re.compile(rb'"source"[ \t\r\n]*+:[ \t\r\n]*+"aws\.')
_Measured = tuple[int, int | None, str | None]


@dataclass(frozen=True, slots=True)
class CountJob:
    """What to count. Picklable, so that each worker process can count it.

    Args:
        source: the name of the source of the events; "" to detect it from each.
        placement: what is certain of both, which decides what a record is and where it is from; None if service and
            source are certain. A record that is not of this service and source has no verdict.
        with_arrivals: whether to keep when each event came.
        examples: how many of the events that match the first candidate to keep; 0 for none.
        reads: the attributes that the consumer of a DynamoDB stream reads; empty not to detect irrelevant changes.
    """

    queries: Queries
    service: str
    source: str = ""
    with_arrivals: bool = False
    examples: int = 0
    reads: tuple[str, ...] = ()
    placement: Placement | None = None

    @property
    def certain(self) -> Placement:
        """The placement of the filters and the records, as far as it is certain."""
        if self.placement is not None:
            return self.placement
        source = source_named(self.source) if self.source else None
        return Placement((service_named(self.service),), source, is_explicit=True)

    def reader(self) -> SharedReader:
        """The reader that unwraps records, as all candidates see them."""
        readers = [
            RecordReader((each.pattern for each in candidate.criteria.filters), self.certain)
            for candidate in self.queries.candidates
        ]
        return SharedReader(readers or [RecordReader((), self.certain)])

    def rule(self) -> SharedWrapperFiles:
        """Which objects are wrappers of records."""
        return SharedWrapperFiles(self.reader())

    def begin(self) -> Callable[[Unit], TrafficCounts]:
        """The function that counts a unit."""
        return UnitCounter(self).count

    def nothing(self) -> TrafficCounts:
        """The counts of no events."""
        return TrafficCounts(
            arrivals=Arrivals() if self.with_arrivals else None,
            examples=ExampleEvents(self.examples) if self.examples else None,
            reads=RelevantChanges(self.reads) if self.reads else None,
        )


class UnitCounter:
    """Counts units in one process."""

    def __init__(self, job: CountJob) -> None:
        self._job = job
        service = service_named(job.service)
        source = source_named(job.source) if job.source else None
        queries = self._queries = RecordQueries(job.queries, service, source, job.certain)
        self._records = EventRecords(job.reader(), queries, source, with_text=bool(job.examples or job.reads))
        self._measure = line_measure(job.queries, service, source)
        self._scanner = scanner_for_rules({str(each.number): each.pattern for each in job.queries.filters})
        self._needs_all = service.combination == "all"
        self._first = job.queries.candidates[0] if job.queries.candidates else None
        self._passes: dict[Signature, bool] = {}
        self._keeps = bool(job.examples or job.reads)
        self._source = source
        # those of earlier units go before those of later ones
        self._faults_left = MAX_FAULTS

    def count(self, unit: Unit) -> TrafficCounts:
        """The counts of a unit; the lines of a `FileRange` are numbered from 1 in it.

        Raises:
            UnreadableInput: its file cannot be read.
        """
        counts = self._job.nothing()
        self._records.other_sources.clear()
        self._records.unlike = self._queries.ignoring_data = 0
        for block in [unit] if isinstance(unit, Block) else unit.blocks(BLOCK_SIZE):
            self._add(counts, block)
            if self._source is not None and self._source.name == "bus":
                counts.of_services += len(_OF_SERVICE.findall(block.data))
        counts.other_sources = self._records.other_sources.copy()
        counts.unlike, counts.ignoring_data = self._records.unlike, self._queries.ignoring_data
        return counts

    def _add(self, counts: TrafficCounts, block: Block) -> None:
        """Count the events of a block."""
        counts.lines += block.line_count
        if block.data.isspace():
            return
        lines, scanned_texts = event_lines(block)
        texts = scanned_texts.without_feeds()
        scanned = (
            self._scanner.scan(scanned_texts)
            if self._measure
            else ScannedLines(undecided=list(range(len(texts))))
        )
        measured = self._measured(texts, set(scanned.undecided))
        if block.unread or None in measured:
            self._add_one_by_one(counts, block, lines.without_feeds(), texts, scanned, measured)
            return
        rules = scanned.rules
        for index, measures in enumerate(measured):
            assert measures is not None
            counts.add(rules.get(index, ()), *measures)
        if self._keeps:
            for index, text in enumerate(texts):
                self._keep(counts, text.strip(_WHITE), rules.get(index, ()))

    def _measured(self, texts: Iterable[bytes], undecided: set[int]) -> list[_Measured | None]:
        """The measures of each line that can be evaluated as it is written; None for the others."""
        measure = self._measure
        if measure is None:
            return [None for _ in texts]
        return [None if index in undecided else measure(line) for index, line in enumerate(texts)]

    def _add_one_by_one(  # noqa: PLR0913 - what is known of the block
        self,
        counts: TrafficCounts,
        block: Block,
        lines: list[bytes],
        texts: list[bytes],
        scanned: ScannedLines,
        measured: list[_Measured | None],
    ) -> None:
        def decided(index: int) -> list[EventRecord]:
            measures = measured[index]
            assert measures is not None
            return [(texts[index].strip(_WHITE), scanned.rules.get(index, ()), *measures)]

        for event in block_events(
            block,
            lines,
            texts,
            {index for index, measures in enumerate(measured) if measures is None},
            decided=decided,
            evaluate=self._records.read,
            explains_faults=lambda: self._faults_left > 0,
        ):
            if isinstance(event.verdict, Problem | str):
                counts.malformed += 1
                if self._faults_left:
                    self._report(counts, event_fault(block, event))
                continue
            if event.has_comma:
                counts.first_comma = counts.first_comma or event_place(block, event)[0]
                counts.commas += 1
            for record in event.verdict:
                if isinstance(record, Problem):
                    counts.malformed += 1
                    line, column = event_place(block, event)
                    self._report(
                        counts, Fault(line, column, record.message, record.moved(line - 1, column - 1))
                    )
                    continue
                if isinstance(record, Undecided):
                    counts.undecided += 1
                    self._report(counts, Fault(*event_place(block, event), str(record)))
                    continue
                text, signature, size, time, region = record
                counts.add(signature, size, time, region)
                if self._keeps:
                    self._keep(counts, text, signature)

    def _keep(self, counts: TrafficCounts, text: bytes, signature: Signature) -> None:
        """Keep an event as an example, and learn from it, if it still passes."""
        passes = self._passes.get(signature)
        if passes is None:
            passes = self._first is None or self._first.matches(set(signature), needs_all=self._needs_all)
            self._passes[signature] = passes
        if passes and counts.examples is not None:
            counts.examples.add(text)
        if passes and counts.reads is not None:
            counts.reads.learn(text)

    def _report(self, counts: TrafficCounts, fault: Fault) -> None:
        if self._faults_left:
            self._faults_left -= 1
            counts.faults.append(fault)

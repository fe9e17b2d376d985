"""Scans traffic with one list of filters: plain lines by their bytes, all others with the evaluator of records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipefilter.application.plain_lines import PlainLines
from pipefilter.application.record_parts import event_part, event_text, without_lines
from pipefilter.dataclass import dataclass
from pipefilter.filtering.bounds import Bounds
from pipefilter.filtering.placement import Placement
from pipefilter.filtering.record_evaluator import RecordEvaluator
from pipefilter.filtering.record_reader import RecordReader
from pipefilter.filtering.record_verdict import ignores_data
from pipefilter.filtering.wrapper_files import WrapperFiles
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.matching.event_text import Event
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.scan_result import EventPart
from pipefilter.scanning.events.scanner import ScannedLines, Scanner
from pipefilter.scanning.scanner_for import scanner_for, scanner_for_rules

if TYPE_CHECKING:
    from pipefilter.application.decoded_records import DecodedRecords

__all__ = ["RecordScanning"]


@dataclass(frozen=True, slots=True)
class RecordScanning:
    """Filters that are evaluated together on each record, as a service does it.

    They have bounds if some of their values are not known from their template.
    """

    criteria: FilterCriteria
    placement: Placement
    bounds: Bounds | None = None

    def scanner(self) -> Scanner:
        """Make the scanner."""
        return _CriteriaScanner(self)

    def rule(self) -> WrapperFiles:
        """The rule that detects wrappers of records."""
        return WrapperFiles(self.reader())

    def reader(self) -> RecordReader:
        """The reader that unwraps records for them."""
        return RecordReader((each.pattern for each in self.criteria.filters), self.placement)


def _decoded_records(pattern: EventPattern, placement: Placement) -> DecodedRecords | None:
    try:
        from pipefilter.application.decoded_records import decoded_records
    except ImportError:  # the native reader is not installed
        return None
    return decoded_records(pattern, placement)


class _CriteriaScanner:
    """Scans for the events that match one list of filters."""

    def __init__(self, filters: RecordScanning) -> None:
        criteria, placement = filters.criteria, filters.placement
        self._evaluator = RecordEvaluator(criteria, placement, filters.bounds, with_notes=False)
        patterns = [each.pattern for each in criteria.filters]
        self._plain = PlainLines(placement, patterns)
        self._needs_all = placement.usual_service.combination == "all"
        self._count = len(patterns)
        has_scopes = any(each.scope not in ("", "DATA") for each in criteria.filters)
        self._scanner: Scanner | None = None
        self._decoded: DecodedRecords | None = None
        if self._plain.has_any and patterns and not has_scopes and filters.bounds is None:
            rules = {str(number): pattern for number, pattern in enumerate(patterns)}
            self._scanner = scanner_for(patterns[0]) if len(patterns) == 1 else scanner_for_rules(rules)
        if len(patterns) == 1 and not has_scopes and filters.bounds is None:
            self._decoded = _decoded_records(patterns[0], placement)

    def scan(self, lines: Lines) -> ScannedLines:
        """Decide on the lines that are plain, and on records whose data is decoded."""
        whole = None if self._decoded is None else self._of_block(self._decoded, lines)
        if whole is not None:
            return whole
        if self._scanner is None:
            return self._with_decoded(ScannedLines(undecided=list(range(len(lines)))), lines)
        others = self._plain.others(lines)
        if len(others) == len(lines):
            return self._with_decoded(ScannedLines(undecided=list(range(len(lines)))), lines)
        scanned = without_lines(self._scanner.scan(lines), others)
        if self._count > 1:
            if self._needs_all:
                scanned.matched = [
                    index for index in scanned.matched if len(scanned.rules.get(index, ())) == self._count
                ]
            scanned.rules = {}
        return self._with_decoded(scanned, lines)

    def _of_block(self, decoded: DecodedRecords, lines: Lines) -> ScannedLines | None:
        """The verdicts on lines that are all records of one source, with JSON in their data; None if they may not be."""
        block = decoded.of_block(lines)
        if block is None:
            return None
        verdicts, source = block
        scanned = ScannedLines(verdicts.matched, verdicts.unclear)
        unclear = set(verdicts.unclear)
        decided = (
            [index for index in range(len(lines)) if index not in unclear] if unclear else range(len(lines))
        )
        scanned.sources = dict.fromkeys(decided, source)
        return self._with_decoded(scanned, lines)

    def _with_decoded(self, scanned: ScannedLines, lines: Lines) -> ScannedLines:
        """The same with verdicts on records whose data is decoded."""
        if self._decoded is None or not scanned.undecided:
            return scanned
        undecided, matched = scanned.undecided, scanned.matched
        scanned.undecided = []
        for index in undecided:
            verdict = self._decoded.verdict(lines[index])
            if verdict is None:
                scanned.undecided.append(index)
                continue
            matches, scanned.sources[index] = verdict
            if matches:
                matched.append(index)
        matched.sort()
        return scanned

    def candidates(self, lines: Lines) -> set[int] | None:
        """Where the lines start that may match, or are not plain; None if each line must be read."""
        starts = None if self._scanner is None or self._count > 1 else self._scanner.candidates(lines)
        return None if starts is None else starts | self._plain.other_starts(lines)

    def verdict(self, event: Event) -> list[EventPart]:
        """The verdicts on the records in an event."""
        return [
            event_part(
                outcome.record,
                outcome.matches is True,
                outcome.placement,
                outcome.undecided,
                ignores_data=bool(
                    outcome.matches and outcome.verdict and ignores_data(outcome.verdict.filters)
                ),
            )
            for outcome in self._evaluator.evaluate(event_text(event))
        ]

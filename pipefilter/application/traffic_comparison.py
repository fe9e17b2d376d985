"""Counts how many events of traffic two filters match: both, only one, or neither."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from pipefilter.application.filter_summary import FilterSummary
from pipefilter.application.filters import Filters
from pipefilter.application.record_scanner import RecordScanning
from pipefilter.application.rule_scanning import RuleScanning
from pipefilter.dataclass import dataclass
from pipefilter.filtering.wrapper_files import SharedWrapperFiles
from pipefilter.matching.event_text import Event
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.scan_result import EventPart, KeptEvent, ScanOptions
from pipefilter.scanning.events.scanner import ScannedLines, Scanner
from pipefilter.scanning.scan_files import ScannedPart
from pipefilter.scanning.scan_job import ScanJob

__all__ = ["MAX_FAULTS", "Difference", "TrafficComparison", "comparison_job"]

MAX_FAULTS = 10
"""Events without a verdict that are collected."""
_FIRST, _SECOND, _BOTH, _DIFFERENT = range(4)
_NUMBERS: Mapping[tuple[int, ...], tuple[int, ...]] = {
    (): (),
    (_FIRST,): (_FIRST, _DIFFERENT),
    (_SECOND,): (_SECOND, _DIFFERENT),
    (_FIRST, _SECOND): (_FIRST, _SECOND, _BOTH),
}
"""What is counted for an event, by the filters that match it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """An event that only one of the filters matches.

    Args:
        file: the name of its file.
        is_of_first: whether the first filters match it.
    """

    file: str
    event: KeptEvent
    is_of_first: bool


@dataclass(slots=True)
class TrafficComparison:
    """The counts of the traffic that has been read so far.

    Args:
        summary: of all events.
        difference: the first event that only one of the filters matches.
    """

    summary: FilterSummary = field(default_factory=lambda: FilterSummary(("first", "second")))
    difference: Difference | None = None
    _files: set[str] = field(default_factory=set)

    @property
    def both(self) -> int:
        """The number of events that both match."""
        return self.summary.sums.by_rule[_BOTH]

    @property
    def only_first(self) -> int:
        """The number of events that only the first filters match."""
        return self.summary.sums.by_rule[_FIRST] - self.both

    @property
    def only_second(self) -> int:
        """The number of events that only the second filters match."""
        return self.summary.sums.by_rule[_SECOND] - self.both

    @property
    def neither(self) -> int:
        """The number of events that neither matches."""
        return self.summary.sums.not_matched

    def add(self, part: ScannedPart) -> None:
        """Add the next part of the traffic."""
        self._files.add(part.name)
        self.summary.files = len(self._files)
        self.summary.add(part.result)
        if self.difference is None and part.result.kept_events:
            event = part.result.kept_events[0]
            self.difference = Difference(part.name, event, is_of_first=_FIRST in event.rules)


def comparison_job(first: Filters, second: Filters) -> ScanJob:
    """The job that scans traffic for both filters in one pass.

    Args:
        first: filters that are fully known.
        second: filters that are fully known.
    """
    placed = [each for each in (first, second) if each.placement.is_explicit]
    sides = [
        each if each.placement.is_explicit or not placed else replace(each, placement=placed[0].placement)
        for each in (first, second)
    ]
    scanning = _ComparedScanning(*(side.scanning() for side in sides))
    return ScanJob(scanning, ScanOptions(faults=MAX_FAULTS), first_of=_DIFFERENT)


@dataclass(frozen=True, slots=True)
class _ComparedScanning:
    """Two filters as rules, and numbers for the events that both match, and for those that only one matches."""

    first: RecordScanning
    second: RecordScanning

    def scanner(self) -> Scanner:
        """Make the scanner."""
        return _ComparedScanner(self._rules().scanner())

    def rule(self) -> SharedWrapperFiles:
        """The rule that detects wrappers of records."""
        return self._rules().rule()

    def _rules(self) -> RuleScanning:
        return RuleScanning((self.first, self.second))


class _ComparedScanner:
    def __init__(self, rules: Scanner) -> None:
        self._rules = rules

    def scan(self, lines: Lines) -> ScannedLines:
        """Decide on the lines that are plain."""
        scanned = self._rules.scan(lines)
        scanned.rules = {index: _NUMBERS[rules] for index, rules in scanned.rules.items()}
        return scanned

    def candidates(self, _lines: Lines) -> set[int] | None:
        """None: each line must be read."""
        return None

    def verdict(self, event: Event) -> list[EventPart]:
        """The verdicts on the records in an event; none if one of the filters has none."""
        parts = self._rules.verdict(event)
        assert isinstance(parts, list)
        return [replace(part, verdict=() if part.undecided else _numbers(part)) for part in parts]


def _numbers(part: EventPart) -> tuple[int, ...]:
    assert isinstance(part.verdict, tuple)
    return _NUMBERS[part.verdict]

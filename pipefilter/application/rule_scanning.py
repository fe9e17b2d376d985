"""Scans traffic with many rules at once, each with its own verdict on each record."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.application.plain_lines import PlainLines
from pipefilter.application.record_parts import event_part, event_text, without_lines
from pipefilter.application.record_scanner import RecordScanning
from pipefilter.application.rule_evaluator import RuleEvaluator
from pipefilter.dataclass import dataclass
from pipefilter.errors import Undecided
from pipefilter.filtering.envelopes import WrappedRecord
from pipefilter.filtering.shared_reader import SharedReader
from pipefilter.filtering.wrapper_files import SharedWrapperFiles
from pipefilter.matching.event_text import Event
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.scan_result import EventPart
from pipefilter.scanning.events.scanner import ScannedLines, Scanner
from pipefilter.scanning.scanner_for import scanner_for_rules

__all__ = ["RuleScanning"]


@dataclass(frozen=True, slots=True)
class RuleScanning:
    """Many filter criteria, each evaluated by itself on each record."""

    rules: tuple[RecordScanning, ...]

    def scanner(self) -> Scanner:
        """Make the scanner."""
        return _RuleScanner(self.rules)

    def rule(self) -> SharedWrapperFiles:
        """The rule that detects wrappers of records."""
        return SharedWrapperFiles(SharedReader([rule.reader() for rule in self.rules]))


class _RuleScanner:
    """Scans for the events that match each of many rules."""

    def __init__(self, rules: Sequence[RecordScanning]) -> None:
        self._evaluator = RuleEvaluator(rules)
        self._rules = self._evaluator.rules
        self._plain = [
            PlainLines(group.placement, [each.pattern for each in group.filters])
            for group in self._evaluator.groups
        ]
        filters = [each for rule in self._rules for each in rule.criteria.filters]
        self._scanner: Scanner | None = None
        is_plain = all(plain.has_any for plain in self._plain)
        if is_plain and not any(each.scope not in ("", "DATA") for each in filters):
            self._scanner = scanner_for_rules({str(each.number): each.pattern for each in filters})

    def scan(self, lines: Lines) -> ScannedLines:
        """Decide on the lines that are plain."""
        if self._scanner is None:
            return ScannedLines(undecided=list(range(len(lines))))
        others = set[int]().union(*(plain.others(lines) for plain in self._plain))
        scanned = without_lines(self._scanner.scan(lines), others)
        if any(len(rule.numbers) != 1 for rule in self._rules):
            matches = {
                index: self._matching({number + 1 for number in scanned.rules[index]})
                for index in scanned.matched
            }
            if any(not rule.numbers for rule in self._rules):
                unmatched = set(range(len(lines))).difference(scanned.matched, scanned.undecided)
                matches |= {index: self._matching(set()) for index in unmatched}
            scanned.rules = {index: numbers for index, numbers in sorted(matches.items()) if numbers}
            scanned.matched = list(scanned.rules)
        return scanned

    def _matching(self, matching: set[int]) -> tuple[int, ...]:
        """The numbers of the rules that match if the filters with these numbers match."""
        return tuple(rule.number for rule in self._rules if rule.matches(matching))

    def candidates(self, _lines: Lines) -> set[int] | None:
        """None: each line must be read."""
        return None

    def verdict(self, event: Event) -> list[EventPart]:
        """The verdicts on the records in an event."""
        try:
            records = self._evaluator.records(event_text(event))
        except Undecided as reason:
            numbers = tuple(rule.number for rule in self._rules)
            return [EventPart(None, (), str(reason), without_verdict=numbers)]
        return [self._part(record) for record in records]

    def _part(self, record: WrappedRecord) -> EventPart:
        if record.fault:
            return event_part(record, (), undecided=record.fault.message)
        outcome = self._evaluator.outcome(record)
        reasons = outcome.reasons
        reason = reasons[min(reasons)] if reasons else ""
        return event_part(
            record,
            outcome.matching,
            outcome.placement,
            reason,
            tuple(sorted(reasons)),
            ignores_data=outcome.ignores_data,
        )

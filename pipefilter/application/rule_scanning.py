"""Traffic scanned for many rules at once, each with its own verdict on each record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipefilter.application.plain_lines import PlainLines
from pipefilter.application.record_parts import part_of, text_of, without
from pipefilter.application.record_scanner import RecordScanning
from pipefilter.errors import Undecided
from pipefilter.filtering.placement import Placement
from pipefilter.filtering.record_evaluator import RecordEvaluator, RecordOutcome
from pipefilter.filtering.record_judge import FilterVerdict, together
from pipefilter.filtering.record_placement import RecordPlacement
from pipefilter.filtering.shared_reader import SharedReader
from pipefilter.filtering.wrapped_records import WrappedRecord
from pipefilter.filtering.wrapper_files import SharedWrapperFiles
from pipefilter.language.filter_criteria import Filter, FilterCriteria
from pipefilter.matching.event_text import Event
from pipefilter.scanning.judged import EventPart
from pipefilter.scanning.lines import Lines
from pipefilter.scanning.scanned_lines import ScannedLines, Scanner
from pipefilter.scanning.scanner_for import scanner_for_rules
from pipefilter.services import service_named

__all__ = ["RuleScanning"]


@dataclass(frozen=True, slots=True)
class RuleScanning:
    """Many filter criteria, each evaluated by itself on each record.

    Args:
        rules: their numbers are their places, from 0.
    """

    rules: tuple[RecordScanning, ...]

    def scanner(self) -> Scanner:
        """Make the scanner."""
        return _RuleScanner(self.rules)

    def rule(self) -> SharedWrapperFiles:
        """By which objects are wrappers of records."""
        return SharedWrapperFiles(SharedReader([rule.reader() for rule in self.rules]))


class _Rule:
    """One rule.

    Args:
        number: its place.
        scanning: its filters, and where they run.
        first: the number of its first filter among those of all rules.
    """

    def __init__(self, number: int, scanning: RecordScanning, first: int) -> None:
        filters = (
            Filter(number, each.pattern, each.scope)
            for number, each in enumerate(scanning.criteria.filters, first)
        )
        self.number = number
        self.criteria = FilterCriteria(tuple(filters), scanning.criteria.is_lone)
        self.placement = scanning.placement
        self.numbers = {each.number for each in self.criteria.filters}
        self._needs_all = scanning.placement.usual_service.combination == "all"

    @cached_property
    def evaluator(self) -> RecordEvaluator:
        """Of this rule alone."""
        return RecordEvaluator(self.criteria, self.placement)

    def is_met_by(self, matching: set[int]) -> bool:
        """Whether it lets through what matches some filters, by their numbers."""
        if not self.numbers:
            return True
        return self.numbers <= matching if self._needs_all else bool(self.numbers & matching)

    def verdict(self, outcome: RecordOutcome, verdicts: Mapping[int, FilterVerdict]) -> tuple[bool, str]:
        """Whether it lets a record through, and why that is not known; "" if it is.

        Args:
            outcome: of the filters of all rules of its placement.
            verdicts: what these filters say, by their numbers.
        """
        if outcome.verdict is None and outcome.placement is not None:  # perhaps for another rule's sake
            outcome = self.evaluator.outcome(outcome.record)
            return outcome.matches is True, outcome.undecided
        if outcome.verdict is None:
            return False, outcome.undecided
        service = outcome.placement.service if outcome.placement else None
        own = [verdicts[each.number] for each in self.criteria.filters]
        return together(own, service or service_named("pipe"))


class _Group:
    """Rules that run in one place: a record is placed and decoded once for all of them."""

    def __init__(self, placement: Placement, rules: Sequence[_Rule]) -> None:
        self.rules = rules
        self.filters = tuple(each for rule in rules for each in rule.criteria.filters)
        self.plain = PlainLines(placement, [each.pattern for each in self.filters])
        self.evaluator = RecordEvaluator(FilterCriteria(self.filters), placement)


class _RuleScanner:
    """Scans for what each of many rules lets through."""

    def __init__(self, rules: Sequence[RecordScanning]) -> None:
        first = 1
        self._rules: list[_Rule] = []
        for number, rule in enumerate(rules):
            self._rules.append(_Rule(number, rule, first))
            first += len(rule.criteria.filters)
        placements: list[Placement] = []
        for rule in rules:
            if rule.placement not in placements:
                placements.append(rule.placement)
        self._groups = [
            _Group(placement, [rule for rule in self._rules if rule.placement == placement])
            for placement in placements
        ]
        self._reader = SharedReader([rule.reader() for rule in rules])
        filters = [each for rule in self._rules for each in rule.criteria.filters]
        self._scanner: Scanner | None = None
        is_plain = all(group.plain.has_any for group in self._groups)
        if is_plain and not any(each.scope not in ("", "DATA") for each in filters):
            self._scanner = scanner_for_rules({str(each.number): each.pattern for each in filters})

    def scan(self, lines: Lines) -> ScannedLines:
        """Decide on the lines that are plain."""
        if self._scanner is None:
            return ScannedLines(undecided=list(range(len(lines))))
        others = set[int]().union(*(group.plain.others(lines) for group in self._groups))
        scanned = without(self._scanner.scan(lines), others)
        if any(len(rule.numbers) != 1 for rule in self._rules):
            matches = {
                index: self._matching({number + 1 for number in scanned.rules[index]})
                for index in scanned.matched
            }
            if any(not rule.numbers for rule in self._rules):
                matches |= {index: self._matching(set()) for index in _not_matched(scanned, len(lines))}
            scanned.rules = {index: numbers for index, numbers in sorted(matches.items()) if numbers}
            scanned.matched = list(scanned.rules)
        return scanned

    def _matching(self, matching: set[int]) -> tuple[int, ...]:
        """The rules that let through what matches some filters, by their numbers."""
        return tuple(rule.number for rule in self._rules if rule.is_met_by(matching))

    def verdict(self, event: Event) -> list[EventPart]:
        """The verdicts on the records in an event."""
        try:
            records = self._reader.records(text_of(event))
        except Undecided as reason:
            numbers = tuple(rule.number for rule in self._rules)
            return [EventPart(None, (), str(reason), without_verdict=numbers)]
        return [self._part(record) for record in records]

    def _part(self, record: WrappedRecord) -> EventPart:
        if record.fault:
            return part_of(record, (), undecided=record.fault.message)
        matching: list[int] = []
        reasons: dict[int, str] = {}
        placement: RecordPlacement | None = None
        for group in self._groups:
            outcome = group.evaluator.outcome(record)
            placement = placement or outcome.placement
            verdicts = {each.number: each for each in outcome.verdict.filters} if outcome.verdict else {}
            for rule in group.rules:
                matches, reason = rule.verdict(outcome, verdicts)
                if reason:
                    reasons[rule.number] = reason
                elif matches:
                    matching.append(rule.number)
        reason = reasons[min(reasons)] if reasons else ""
        return part_of(record, tuple(sorted(matching)), placement, reason, tuple(sorted(reasons)))


def _not_matched(scanned: ScannedLines, count: int) -> Iterable[int]:
    return set(range(count)) - set(scanned.matched) - set(scanned.undecided)

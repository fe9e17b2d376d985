"""Traffic of events and records scanned: what stands plain on a line by bytes, all else by the evaluator of records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipefilter.application.plain_lines import PlainLines
from pipefilter.filtering.placement import Placement
from pipefilter.filtering.record_evaluator import Bounds, RecordEvaluator, RecordOutcome
from pipefilter.language.filter_criteria import Filter, FilterCriteria
from pipefilter.matching.event_text import Event
from pipefilter.scanning.judged import EventPart
from pipefilter.scanning.lines import Lines
from pipefilter.scanning.scanned_lines import ScannedLines, Scanner
from pipefilter.scanning.scanner_for import scanner_for, scanner_for_rules

__all__ = ["RecordScanning", "RuleScanning"]


@dataclass(frozen=True, slots=True)
class RecordScanning:
    """Filters to be evaluated together on each record, as a service does it.

    Args:
        criteria: the filters.
        placement: where they run, and where the records are from.
        bounds: of filters that a template does not tell in full.
    """

    criteria: FilterCriteria
    placement: Placement
    bounds: Bounds | None = None

    def scanner(self) -> Scanner:
        """Make the scanner."""
        return _CriteriaScanner(self)


@dataclass(frozen=True, slots=True)
class RuleScanning:
    """Many filter criteria, each evaluated by itself on each record.

    Args:
        rules: their numbers are their places, from 0.
        placement: where they run, and where the records are from.
    """

    rules: tuple[FilterCriteria, ...]
    placement: Placement

    def scanner(self) -> Scanner:
        """Make the scanner."""
        return _RuleScanner(self.rules, self.placement)


_DIFFERENT_READINGS = (
    "no verdict: some rules are about this object, and for others it holds records; evaluate them apart"
)


def _numbers(criteria: FilterCriteria, first: int) -> FilterCriteria:
    """The criteria with the numbers of their filters counted on."""
    filters = (Filter(number, each.pattern, each.scope) for number, each in enumerate(criteria.filters, first))
    return FilterCriteria(tuple(filters), criteria.is_lone)


class _CriteriaScanner:
    """Scans for what one list of filters lets through."""

    def __init__(self, filters: RecordScanning) -> None:
        criteria, placement = filters.criteria, filters.placement
        self._evaluator = RecordEvaluator(criteria, placement, filters.bounds)
        patterns = [each.pattern for each in criteria.filters]
        self._plain = PlainLines(placement, patterns)
        self._needs_all = placement.usual_service.combination == "all"
        self._count = len(patterns)
        has_scopes = any(each.scope not in ("", "DATA") for each in criteria.filters)
        self._scanner: Scanner | None = None
        if self._plain.has_any and patterns and not has_scopes and filters.bounds is None:
            rules = {str(number): pattern for number, pattern in enumerate(patterns)}
            self._scanner = scanner_for(patterns[0]) if len(patterns) == 1 else scanner_for_rules(rules)

    def scan(self, lines: Lines) -> ScannedLines:
        """Decide on the lines that are plain."""
        if self._scanner is None:
            return ScannedLines(undecided=list(range(len(lines))))
        scanned = _without(self._scanner.scan(lines), self._plain.others(lines))
        if self._count > 1:
            if self._needs_all:
                scanned.matched = [
                    index for index in scanned.matched if len(scanned.rules.get(index, ())) == self._count
                ]
            scanned.rules = {}
        return scanned

    def verdict(self, event: Event) -> list[EventPart]:
        """The verdicts on the records in an event."""
        return [_part(outcome, outcome.matches is True) for outcome in self._evaluator.evaluate(_text(event))]


class _RuleScanner:
    """Scans for what each of many rules lets through."""

    def __init__(self, rules: Sequence[FilterCriteria], placement: Placement) -> None:
        self._placement = placement
        first, numbered = 1, []
        for rule in rules:
            numbered.append(_numbers(rule, first))
            first += len(rule.filters)
        self._rules = numbered
        self._readers = [RecordEvaluator(rule, placement) for rule in numbered]
        filters = tuple(each for rule in numbered for each in rule.filters)
        self._evaluator = RecordEvaluator(FilterCriteria(filters), placement)
        self._plain = PlainLines(placement, (each.pattern for each in filters))
        self._needs_all = placement.usual_service.combination == "all"
        self._scanner: Scanner | None = None
        if self._plain.has_any and not any(each.scope not in ("", "DATA") for each in filters):
            self._scanner = scanner_for_rules({str(each.number): each.pattern for each in filters})

    def scan(self, lines: Lines) -> ScannedLines:
        """Decide on the lines that are plain."""
        if self._scanner is None:
            return ScannedLines(undecided=list(range(len(lines))))
        scanned = _without(self._scanner.scan(lines), self._plain.others(lines))
        if any(len(rule.filters) != 1 for rule in self._rules):
            matches = {
                index: self._matching({number + 1 for number in scanned.rules[index]})
                for index in scanned.matched
            }
            if any(not rule.filters for rule in self._rules):
                matches |= {index: self._matching(set()) for index in self._not_matched(scanned, len(lines))}
            scanned.rules = {index: numbers for index, numbers in sorted(matches.items()) if numbers}
            scanned.matched = list(scanned.rules)
        return scanned

    @staticmethod
    def _not_matched(scanned: ScannedLines, count: int) -> Iterable[int]:
        return set(range(count)) - set(scanned.matched) - set(scanned.undecided)

    def _matching(self, matching: set[int]) -> tuple[int, ...]:
        """The rules that let through what matches some filters, by their numbers."""
        numbers = []
        for number, rule in enumerate(self._rules):
            own = {each.number for each in rule.filters}
            if not own or (own <= matching if self._needs_all else own & matching):
                numbers.append(number)
        return tuple(numbers)

    def verdict(self, event: Event) -> list[EventPart]:
        """The verdicts on the records in an event."""
        text = _text(event)
        records = self._readers[0].records(text) if self._readers else []
        if self._evaluator.holds_records(text):  # some rules may be about the object itself
            readings = {tuple(record.pointer for record in reader.records(text)) for reader in self._readers}
            if len(readings) > 1:
                return [EventPart(None, (), _DIFFERENT_READINGS)]
        parts = []
        for outcome in map(self._evaluator.outcome, records):
            verdict = outcome.verdict
            if verdict is None:
                parts.append(_part(outcome, ()))
                continue
            undecided = next((each.undecided for each in verdict.filters if each.undecided), "")
            matching = {each.number for each in verdict.filters if each.matches and not each.undecided}
            parts.append(_part(outcome, self._matching(matching), undecided))
        return parts


def _without(scanned: ScannedLines, others: set[int]) -> ScannedLines:
    """What was scanned, but for some lines."""
    if not others:
        return scanned
    return ScannedLines(
        [index for index in scanned.matched if index not in others],
        sorted(others.union(scanned.undecided)),
        scanned.handed_over,
        {index: rules for index, rules in scanned.rules.items() if index not in others},
    )


def _part(
    outcome: RecordOutcome,
    verdict: bool | tuple[int, ...],  # noqa: FBT001 - a verdict
    undecided: str | None = None,
) -> EventPart:
    record, placement = outcome.record, outcome.placement
    decoded = placement is not None and placement.service is not None and placement.source is not None
    source = placement.source.name if decoded and placement and placement.source else ""
    return EventPart(
        record.record.text if record.pointer else None,
        verdict,
        outcome.undecided if undecided is None else undecided,
        record.pointer,
        "" if source in ("bus", "dynamodb") else source,
    )


def _text(event: Event) -> str | bytes:
    assert not isinstance(event, Mapping)  # noqa: S101 - scanners are given what stands in files
    return event

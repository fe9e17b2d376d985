"""Evaluates many rules on one record, each by itself; the record is placed and decoded once for each placement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from pipefilter.application.record_scanner import RecordScanning
from pipefilter.dataclass import dataclass
from pipefilter.errors import InvalidEvent, Undecided
from pipefilter.filtering.envelopes import WrappedRecord
from pipefilter.filtering.placement import Placement
from pipefilter.filtering.record_evaluator import RecordEvaluator, RecordOutcome
from pipefilter.filtering.record_placement import RecordPlacement
from pipefilter.filtering.record_verdict import FilterVerdict, ignores_data
from pipefilter.filtering.service_filters import absent_data, combine, decoded_record
from pipefilter.filtering.shared_reader import SharedReader
from pipefilter.json_text.tree import Json
from pipefilter.language.branches import every_field
from pipefilter.language.filter_criteria import Filter, FilterCriteria
from pipefilter.matching.event_text import event_tree
from pipefilter.services import service_named
from pipefilter.sources import source_named

__all__ = ["Rule", "RuleEvaluator", "RuleGroup", "RulesOutcome", "single_record"]


@dataclass(frozen=True, slots=True)
class RulesOutcome:
    """The outcome of many rules on one record.

    Args:
        matching: the numbers of the matching rules, from 0.
        reasons: why rules have no verdict, in a sentence, by the numbers of the rules.
        placement: of the record for the first rules; None if not known.
        ignores_data: whether each matching rule has conditions on data that were not evaluated.
    """

    matching: tuple[int, ...]
    reasons: Mapping[int, str]
    placement: RecordPlacement | None
    ignores_data: bool = False


class Rule:
    """One rule: filter criteria with their placement.

    Args:
        number: of the rule, from 0.
        first: the number of its first filter among those of all rules.
    """

    def __init__(self, number: int, scanning: RecordScanning, first: int) -> None:
        filters = (
            Filter(number, each.pattern, each.scope)
            for number, each in enumerate(scanning.criteria.filters, first)
        )
        self.number = number
        self.criteria = FilterCriteria(tuple(filters), scanning.criteria.is_bare_pattern)
        self.placement = scanning.placement
        self.reader = scanning.reader()
        self.numbers = {each.number for each in self.criteria.filters}
        self._needs_all = scanning.placement.usual_service.combination == "all"

    @cached_property
    def evaluator(self) -> RecordEvaluator:
        """The evaluator of this rule alone."""
        return RecordEvaluator(self.criteria, self.placement)

    def matches(self, matching: set[int]) -> bool:
        """Whether the rule matches if the filters with these numbers match."""
        if not self.numbers:
            return True
        return self.numbers <= matching if self._needs_all else bool(self.numbers & matching)

    def matches_single(self, texts: Iterable[str | bytes]) -> bool:
        """Whether the rule matches the only record that it reads in some JSON texts.

        Raises:
            InvalidEvent: it is not JSON, or not a record.
            ValueError: there is no record, or several.
            Undecided: the rule has no verdict.
        """
        outcome = self.evaluator.outcome(
            single_record([record for text in texts for record in self.reader.records(text)])
        )
        if outcome.undecided:
            raise Undecided(outcome.undecided)
        return outcome.matches is True

    def verdict(self, outcome: RecordOutcome, verdicts: Mapping[int, FilterVerdict]) -> tuple[bool, str]:
        """Whether the rule matches a record, and why that is not known; "" if it is.

        Outcome and verdicts by number are those of the filters of all rules with its placement.
        """
        if outcome.verdict is None and outcome.placement is not None:  # maybe because of another rule
            outcome = self.evaluator.outcome(outcome.record)
            return outcome.matches is True, outcome.undecided
        if outcome.verdict is None:
            return False, outcome.undecided
        service = outcome.placement.service if outcome.placement else None
        own = [verdicts[each.number] for each in self.criteria.filters]
        return combine(own, service or service_named("pipe"))


def single_record(records: Sequence[WrappedRecord]) -> WrappedRecord:
    """The only one of some records.

    Raises:
        InvalidEvent: a record has a fault.
        ValueError: there is no record, or several.
    """
    problems = [record.fault for record in records if record.fault]
    if problems:
        raise InvalidEvent(*problems)
    if len(records) != 1:
        raise ValueError(f"expected one record but found {len(records)}: pass them individually")
    return records[0]


class RuleGroup:
    """Rules with the same placement: a record is placed and decoded once for all of them."""

    def __init__(self, placement: Placement, rules: Sequence[Rule]) -> None:
        self.placement = placement
        self.rules = rules
        self.filters = tuple(each for rule in rules for each in rule.criteria.filters)
        self.evaluator = RecordEvaluator(FilterCriteria(self.filters), placement)

    @cached_property
    def paths(self) -> frozenset[str]:
        """The paths of all fields."""
        patterns = (each.pattern for each in self.filters)
        return frozenset(field.path for pattern in patterns for field in every_field(pattern.members))

    @property
    def has_scopes(self) -> bool:
        """Whether the filters see parts of an event."""
        return bool(self.placement.service and self.placement.service.scopes)


_SNS = source_named("sns")


class RuleEvaluator:
    """Evaluates many rules, which are numbered from 0, on records."""

    def __init__(self, scannings: Iterable[RecordScanning]) -> None:
        first = 1
        self.rules: list[Rule] = []
        placements: list[Placement] = []
        for number, scanning in enumerate(scannings):
            rule = Rule(number, scanning, first)
            first += len(scanning.criteria.filters)
            self.rules.append(rule)
            if scanning.placement not in placements:
                placements.append(scanning.placement)
        self.groups = [
            RuleGroup(placement, [rule for rule in self.rules if rule.placement == placement])
            for placement in placements
        ]
        self._reader = SharedReader([rule.reader for rule in self.rules])

    def records(self, text: str | bytes) -> list[WrappedRecord]:
        """The records in a JSON text, bare or in any wrapper, which all rules must read alike.

        Raises:
            InvalidEvent: it is not JSON, nor a wrapper with readable records.
            Undecided: only some of the rules read it as records.
        """
        return self._reader.records(text)

    def seen_by_all(self, record: WrappedRecord) -> Json | None:
        """A record as all rules see it, so that the patterns alone decide; None if they may see it differently."""
        if len(self.groups) != 1 or self.groups[0].has_scopes:
            return None
        group = self.groups[0]
        try:
            place = group.placement.of(record)
            if place.source is _SNS:  # a policy sees a part of it, which may depend on its conditions
                return None
            service = place.service or service_named("pipe")
            seen, data = decoded_record(record.record, place.source, service)
            has_rows = place.source is not None and bool(place.source.rows)
            is_json = all(each.format == "JSON" and key not in group.paths for key, each in data.items())
            if has_rows and not (is_json and not absent_data(record.record, place.source, service)):
                return None
            return event_tree(seen.text)
        except (InvalidEvent, Undecided):  # each rule reports the reason
            return None

    def outcome(self, record: WrappedRecord) -> RulesOutcome:
        """The outcome of the rules on one record without a fault."""
        matching: list[int] = []
        reasons: dict[int, str] = {}
        placement: RecordPlacement | None = None
        matching_filters: list[FilterVerdict] = []
        for group in self.groups:
            outcome = group.evaluator.outcome(record)
            placement = placement or outcome.placement
            verdicts = {each.number: each for each in outcome.verdict.filters} if outcome.verdict else {}
            for rule in group.rules:
                matches, reason = rule.verdict(outcome, verdicts)
                if reason:
                    reasons[rule.number] = reason
                elif matches:
                    matching.append(rule.number)
                    matching_filters += [verdicts[number] for number in rule.numbers if number in verdicts]
        return RulesOutcome(tuple(sorted(matching)), reasons, placement, ignores_data(matching_filters))

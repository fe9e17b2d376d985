"""The counts of `filter` over all files, and the reasons why events have no verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from pipefilter.dataclass import dataclass
from pipefilter.filtering.envelopes import records_in
from pipefilter.filtering.placement import Placement
from pipefilter.filtering.record_evaluator import RecordEvaluator, RecordOutcome
from pipefilter.filtering.record_placement import RecordPlacement
from pipefilter.scanning.events.scan_result import Fault, KeptEvent, ScanResult
from pipefilter.sources import source_named

__all__ = ["FilterSummary", "assumptions", "evaluate_miss", "fault_reason"]

_MAX_NAMES = 3
"""Rules without a verdict that a reason names."""


@dataclass(slots=True)
class FilterSummary:
    """The counts of the traffic that has been read so far.

    Args:
        rules: the names of the patterns, if there are several.
        unreadable: the files that could not be read to the end, each with the reason.
        stopped: the option that ended the reading early; "" if none did.
        is_checked: whether each event was read, so that malformed ones are counted.
    """

    rules: tuple[str, ...] = ()
    sums: ScanResult = field(default_factory=ScanResult)
    files: int = 0
    unreadable: list[Mapping[str, str]] = field(default_factory=list)
    stopped: str = ""
    is_checked: bool = True

    @property
    def never(self) -> tuple[str, ...]:
        """The rules that certainly matched no event; none without events."""
        sums = self.sums
        if not self.has_events:
            return ()
        return tuple(
            name
            for number, name in enumerate(self.rules)
            if not sums.by_rule[number] and not sums.undecided_by_rule[number]
        )

    @property
    def has_events(self) -> bool:
        """Whether there were events that are not malformed."""
        return self.sums.read > self.sums.malformed

    @property
    def is_certain(self) -> bool:
        """Whether there were events, and each has a verdict."""
        return bool(self.sums.read and not (self.sums.malformed or self.sums.undecided or self.unreadable))

    def add(self, part: ScanResult) -> None:
        """Add the counts of the next part of the traffic."""
        sums = self.sums
        sums.matched += part.matched
        sums.not_matched += part.not_matched
        sums.malformed += part.malformed
        sums.undecided += part.undecided
        sums.ignoring_data += part.ignoring_data
        sums.by_source.update(part.by_source)
        sums.commas += part.commas
        sums.kept += part.kept
        sums.by_rule.update(part.by_rule)
        sums.undecided_by_rule.update(part.undecided_by_rule)


def fault_reason(fault: Fault, rules: Sequence[str]) -> str:
    """Why an event has no verdict, with the names of the rules if others have one; without rules, there is one pattern."""
    names = [rules[number] for number in fault.rules]
    if not names or len(names) == len(rules):
        return fault.reason
    more = f" and {len(names) - _MAX_NAMES} more" if len(names) > _MAX_NAMES else ""
    return f"{', '.join(names[:_MAX_NAMES])}{more}: {fault.reason}"


def evaluate_miss(evaluator: RecordEvaluator, miss: KeptEvent) -> RecordOutcome:
    """Evaluate an event that does not match once more, for the reasons."""
    record = replace(records_in(miss.text, wrapped=False)[0], pointer=miss.pointer)
    if miss.source:
        record = replace(record, source=source_named(miss.source))
    return evaluator.outcome(record)


def assumptions(sums: ScanResult, placement: Placement) -> list[str]:
    """The assumptions under which records were decoded, a sentence for each source."""
    sentences = []
    for name in sorted(sums.by_source):
        source = source_named(name)
        services = (
            service for each in source.services for service in placement.services if service.name == each
        )
        if assumption := placement.assumption(RecordPlacement(next(services, None), source)):
            sentences.append(assumption)
    return sentences

"""What `filter` has found in all files together, and why single events have no verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipefilter.filtering.envelopes import records_in
from pipefilter.filtering.placement import Placement
from pipefilter.filtering.record_evaluator import RecordEvaluator, RecordOutcome
from pipefilter.filtering.record_placement import RecordPlacement
from pipefilter.scanning.events.scan_result import Fault, KeptEvent, ScanResult
from pipefilter.sources import source_named

__all__ = ["FilterSummary", "assumptions", "outcome_of_miss", "reason_of"]

_MAX_NAMES = 3
"""So many rules without a verdict are named."""


@dataclass(slots=True)
class FilterSummary:
    """The counts of what has been read so far.

    Args:
        rules: the names of the patterns, if there are several.
        sums: of all events.
        files: how many have been read.
        unreadable: the files that could not be read to the end, each with the reason.
        stopped: the option for which no more was read; "" if all was.
    """

    rules: tuple[str, ...] = ()
    sums: ScanResult = field(default_factory=ScanResult)
    files: int = 0
    unreadable: list[Mapping[str, str]] = field(default_factory=list)
    stopped: str = ""

    @property
    def never(self) -> tuple[str, ...]:
        """The rules of which it is certain that they have matched no event."""
        sums = self.sums
        return tuple(
            name
            for number, name in enumerate(self.rules)
            if not sums.by_rule[number] and not sums.undecided_by_rule[number]
        )

    @property
    def is_certain(self) -> bool:
        """Whether there was something to read, and each event has a verdict."""
        return bool(self.sums.read and not (self.sums.malformed or self.sums.undecided or self.unreadable))

    def add(self, result: ScanResult) -> None:
        """Add the counts of a part of the traffic.

        Args:
            result: for the next part.
        """
        self.sums.add_counts(result)


def reason_of(fault: Fault, rules: Sequence[str]) -> str:
    """Why an event has no verdict, and of which rules, if others have theirs.

    Args:
        fault: of the event.
        rules: the names of all rules; empty for one pattern.
    """
    names = [rules[number] for number in fault.rules]
    if not names or len(names) == len(rules):
        return fault.reason
    more = f" and {len(names) - _MAX_NAMES} more" if len(names) > _MAX_NAMES else ""
    return f"{', '.join(names[:_MAX_NAMES])}{more}: {fault.reason}"


def outcome_of_miss(evaluator: RecordEvaluator, miss: KeptEvent) -> RecordOutcome:
    """Evaluate an event once more that does not match, for the reasons.

    Args:
        evaluator: of the filters.
        miss: the event, as the scanner keeps it.
    """
    record = replace(records_in(miss.text, wrapped=False)[0], pointer=miss.pointer)
    if miss.source:
        record = replace(record, source=source_named(miss.source))
    return evaluator.outcome(record)


def assumptions(sums: ScanResult, placement: Placement) -> list[str]:
    """How the records were read that are decoded, in a sentence for each source where that is assumed.

    Args:
        sums: of all events.
        placement: what is certain of where the filters run.
    """
    sentences = []
    for name in sorted(sums.by_source):
        source = source_named(name)
        services = (
            service for each in source.services for service in placement.services if service.name == each
        )
        if assumption := placement.assumption(RecordPlacement(next(services, None), source)):
            sentences.append(assumption)
    return sentences

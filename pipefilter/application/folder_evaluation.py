"""Evaluates the events beside a pattern, in `match/` and `no-match/`: `pipefilter test FOLDER` for commands and pytest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipefilter.application.event_outcomes import event_outcomes
from pipefilter.application.input_files import opened
from pipefilter.application.pattern_text import PatternText
from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput
from pipefilter.filtering.placement import resolve_placement, source_of_patterns
from pipefilter.filtering.record_evaluator import RecordEvaluator, RecordOutcome
from pipefilter.scanning.events.event_texts import EventText, some_events
from pipefilter.sources.pattern_parts import root_names

__all__ = ["NO_EVENTS", "ExpectedOutcome", "file_outcomes", "folder_evaluator"]

NO_EVENTS = "match/ and no-match/ contain no events"
"""Why a pattern could not be tested."""


@dataclass(frozen=True, slots=True)
class ExpectedOutcome:
    """The outcome for a record of an event beside a pattern, and what its folder says about it.

    Args:
        must_match: whether the event is in `match/`.
    """

    file: Path
    event: EventText
    outcome: RecordOutcome
    must_match: bool

    @property
    def is_as_expected(self) -> bool | None:
        """Whether the verdict is that of the folder; None if there is no verdict."""
        return None if self.outcome.matches is None else self.outcome.matches is self.must_match


def folder_evaluator(pattern: PatternText) -> RecordEvaluator:
    """Evaluates events with the pattern beside them, whose source and service are detected.

    Raises:
        InvalidEventPattern: the pattern is not valid.
    """
    criteria = pattern.criteria()
    return RecordEvaluator(criteria, resolve_placement(criteria))


def file_outcomes(evaluator: RecordEvaluator, file: Path, *, must_match: bool) -> Iterator[ExpectedOutcome]:
    """The outcomes for all records in a file.

    Raises:
        UnreadableInput: it cannot be read to its end, or has no records; outcomes before the fault come first.
    """
    has_records = False
    with opened(str(file)) as stream:
        for event in some_events(stream):
            for outcome in event_outcomes(evaluator, event):
                has_records = True
                reason = _other_source(evaluator, outcome)
                decided = replace(outcome, undecided=reason) if reason else outcome
                yield ExpectedOutcome(file, event, decided, must_match)
    if not has_records:  # such as `{"Records": []}`, which would otherwise pass as a test
        raise UnreadableInput("no records found")


def _other_source(evaluator: RecordEvaluator, outcome: RecordOutcome) -> str:
    """Why a record that does not match says nothing: the pattern is for another source, by its fields; "" if it is not.

    Such a record would pass as a test in `no-match/`, whatever the pattern says.
    """
    detected = outcome.record.source
    if outcome.matches is not False or detected is None or evaluator.placement.source is not None:
        return ""
    patterns = [each.pattern for each in evaluator.criteria.filters]
    source = source_of_patterns(patterns, evaluator.placement.usual_service)
    if source is None or source is detected or detected.name in source.carried_by:
        return ""
    if any(outcome.record.record.has(name) for name in root_names(patterns)):
        return ""
    return (
        f"no verdict: these are {detected.records} (source {detected.name}), but the pattern is for "
        f"{source.records} (source {source.name})"
    )

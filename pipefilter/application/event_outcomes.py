"""Evaluates the records in a text, in the same way for programs, the page and `pipefilter test`."""

from __future__ import annotations

from pipefilter.application.event_input import events_in
from pipefilter.errors import InvalidEvent
from pipefilter.filtering.record_evaluator import RecordEvaluator, RecordOutcome
from pipefilter.scanning.events.event_texts import EventText

__all__ = ["event_outcomes", "record_outcomes"]


def record_outcomes(evaluator: RecordEvaluator, text: str | bytes) -> list[RecordOutcome]:
    """The outcomes of all records in a text, which may be anything that a file of events may be.

    The matcher alone would read only the first event.

    Raises:
        InvalidEvent: there is no event in it, or it cannot be read to its end.
    """
    events = events_in(text)
    if not events:
        return evaluator.evaluate(text)  # its error names the fault
    return [outcome for event in events for outcome in event_outcomes(evaluator, event)]


def event_outcomes(evaluator: RecordEvaluator, event: EventText) -> list[RecordOutcome]:
    """The outcomes of the records in one event of a text."""
    before = (event.line - 1, event.column - 1)
    try:
        return [outcome.moved(*before) for outcome in evaluator.evaluate(event.text)]
    except InvalidEvent as error:
        text = event.text if isinstance(event.text, str) else event.text.decode("utf-8", "replace")
        return [RecordOutcome.of_invalid(error.problem.moved(*before), text)]

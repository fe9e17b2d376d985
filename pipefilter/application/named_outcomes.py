"""Evaluates the records in an event as programs pass it: JSON text, a Python value, or the path of a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from pipefilter.application.event_input import events_in
from pipefilter.application.event_outcomes import event_outcomes
from pipefilter.application.filters import Filters, Record, record_text
from pipefilter.application.input_files import opened
from pipefilter.dataclass import dataclass
from pipefilter.errors import InvalidEvent, UnreadableInput
from pipefilter.filtering.record_evaluator import RecordEvaluator, RecordOutcome
from pipefilter.scanning.events.event_texts import EventText, some_events

__all__ = ["EventInput", "NamedOutcome", "named_outcomes"]

EventInput: TypeAlias = Record | list[object] | Path
"""An event, a record, or several, in any wrapper: JSON text, UTF-8 bytes, a dict, a list of these, or the path of a file."""

_NAME = "event"


@dataclass(frozen=True, slots=True)
class NamedOutcome:
    """The outcome for one record, with the event that it is in.

    Args:
        name: of the file of the event, or `event`.
    """

    name: str
    event: EventText
    outcome: RecordOutcome


def named_outcomes(filters: Filters, event: EventInput) -> list[NamedOutcome]:
    """The outcomes for all records in an event, in their order.

    A text that is not an event has the outcome of an invalid event; a wrapper without records has none.

    Raises:
        InvalidEvent: a Python value has no JSON form.
        UnreadableInput: a file cannot be read to its end, or has no event.
    """
    evaluator = RecordEvaluator(filters.criteria, filters.placement, filters.bounds)
    if isinstance(event, Path):
        return list(_of_file(evaluator, event))
    if not isinstance(event, list):
        return list(_of_record(evaluator, event, _NAME))
    return [
        outcome
        for number, each in enumerate(event)
        for outcome in _of_record(evaluator, each, f"{_NAME}[{number}]")
    ]


def _of_file(evaluator: RecordEvaluator, file: Path) -> Iterator[NamedOutcome]:
    try:
        with opened(str(file)) as stream:
            for event in some_events(stream):
                for outcome in event_outcomes(evaluator, event):
                    yield NamedOutcome(str(file), event, outcome)
    except UnreadableInput as error:
        raise UnreadableInput(f"cannot read {file}: {error}", place=error.place) from None


def _of_record(evaluator: RecordEvaluator, record: object, name: str) -> Iterator[NamedOutcome]:
    text = record if isinstance(record, bytes) else record_text(record)
    events = events_in(text)
    for event in events:
        for outcome in event_outcomes(evaluator, event):
            yield NamedOutcome(name, event, outcome)
    if not events:
        try:
            evaluator.evaluate(text)
        except InvalidEvent as error:  # white space alone, or an empty list
            event = EventText(text, 1, 1, len(text), alone=True)
            yield NamedOutcome(name, event, RecordOutcome.of_invalid(error.problem))

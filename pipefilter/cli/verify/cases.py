"""The questions of `pipefilter verify`: each pattern with each event, or the reason why AWS cannot be asked."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.cli.inputs.files import InputError, opened, shown_name
from pipefilter.cli.verify.filters import VerifiedFilters, complete_pattern
from pipefilter.errors import InvalidEvent, InvalidEventPattern, UnreadableInput
from pipefilter.filtering.record_evaluator import RecordEvaluator, RecordOutcome
from pipefilter.formats.event_place import place_json, place_text
from pipefilter.language.parse import parse
from pipefilter.ready_patterns import PatternFolder
from pipefilter.scanning.events.event_texts import EventText, some_events
from pipefilter.verification.case import Case
from pipefilter.verification.comparison import decided_before
from pipefilter.verification.envelope import NO_EVENT

__all__ = ["event_cases", "folder_cases", "pattern_cases", "record_cases"]


def pattern_cases(filters: VerifiedFilters) -> Iterator[Case]:
    """Questions about the patterns alone: does AWS accept them?"""
    for number, text in filters.texts.items():
        yield _alone(filters.name, filters.shown_number(number), text)


def event_cases(filters: VerifiedFilters, names: list[str]) -> Iterator[Case]:
    """Questions about the events in files, without unwrapping; for an invalid pattern only one, as more would show nothing new."""
    cases = (case for name in names for case in _events(filters.name, filters.texts[1], name))
    yield from _first(cases) if filters.invalid else cases


def folder_cases(folder: PatternFolder) -> Iterator[Case]:
    """Questions about the events beside a pattern."""
    try:
        text = complete_pattern(str(folder.pattern)).decoded()
    except InputError as error:
        yield Case(folder.name, 0, "", "", str(folder.pattern), {}, error.message)
        return
    cases: Iterator[Case] = (
        case for file, _ in folder.fixtures() for case in _events(folder.name, text, str(file))
    )
    try:
        parse(text)
    except InvalidEventPattern:
        cases = _first(cases)
    any_event = False
    for case in cases:
        any_event = True
        yield case
    if not any_event:
        yield _alone(folder.name, 0, text)


def _first(cases: Iterator[Case]) -> Iterator[Case]:
    """The cases up to the first that AWS can be asked."""
    for case in cases:
        yield case
        if not case.reason:
            return


def _alone(name: str, number: int, pattern: str) -> Case:
    return Case(name, number, pattern, NO_EVENT, "", {})


def _events(name: str, pattern: str, file: str) -> Iterator[Case]:
    label = shown_name(file)
    try:
        with opened(file) as stream:
            for event in some_events(stream):
                yield _as_it_is(name, pattern, event, label)
    except UnreadableInput as error:
        yield Case(name, 0, pattern, "", label, {"event": label}, str(error))


def _as_it_is(name: str, pattern: str, event: EventText, label: str) -> Case:
    place, text = place_text(event, label), event.text
    if isinstance(text, bytes):
        reason = "the event is not valid UTF-8, so it cannot be sent to AWS"
        return Case(name, 0, pattern, "", place, place_json(event, label), reason)
    return Case(name, 0, pattern, text, place, place_json(event, label))


def record_cases(filters: VerifiedFilters, names: list[str]) -> Iterator[Case]:
    """Questions about the events and records in files, as each filter sees them; about invalid filters alone."""
    for number, text in filters.invalid.items():
        yield _alone(filters.name, filters.shown_number(number), text)
    if not filters.criteria.filters:
        return
    records = _Records(filters)
    for name in names:
        label = shown_name(name)
        try:
            with opened(name) as stream:
                for event in some_events(stream):
                    yield from records.of(event, label)
        except UnreadableInput as error:
            yield Case(filters.name, 0, "", "", label, {"event": label}, str(error))


class _Records:
    """The questions about the records of one run."""

    def __init__(self, filters: VerifiedFilters) -> None:
        self._filters = filters
        self._evaluator = RecordEvaluator(filters.criteria, filters.placement)

    def of(self, event: EventText, label: str) -> Iterator[Case]:
        """The questions about the records in one JSON text of a file."""
        place, at = place_text(event, label), place_json(event, label)
        is_explicit = self._filters.placement.is_explicit
        try:
            outcomes = self._evaluator.evaluate(event.text)
        except InvalidEvent as error:
            if is_explicit:
                yield Case(
                    self._filters.name, 0, "", "", place, at, f"the records cannot be read: {error.message}"
                )
            else:  # AWS is asked whether it agrees
                yield _as_it_is(self._filters.name, self._filters.texts[1], event, label)
            return
        for outcome in outcomes:
            pointer = outcome.record.pointer
            if is_explicit or pointer:
                at = {**place_json(event, label), "record": pointer}
            yield from self._of_record(outcome, f"{place} {pointer}".rstrip(), at)

    def _of_record(self, outcome: RecordOutcome, place: str, at: dict[str, object]) -> Iterator[Case]:
        if outcome.verdict is None:
            reason = f"pipefilter has no verdict: {outcome.undecided}"
            if outcome.problem is not None:
                reason = f"the record cannot be read: {outcome.problem.message}"
            yield Case(self._filters.name, 0, "", "", place, at, reason)
            return
        for verdict in outcome.verdict.filters:
            number = self._filters.shown_number(verdict.number)
            text = self._filters.texts[verdict.number]
            yield Case(self._filters.name, number, text, verdict.seen, place, at, decided_before(verdict))

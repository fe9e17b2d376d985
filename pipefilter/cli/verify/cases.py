"""What `pipefilter verify` asks AWS about: each pattern with each event, or why there is nothing to ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipefilter.cli.inputs.files import InputError, opened, shown_name
from pipefilter.cli.inputs.verdicts import place_of, where
from pipefilter.cli.verify.filters import VerifiedFilters, complete_pattern
from pipefilter.errors import InvalidEvent, InvalidEventPattern, UnreadableInput
from pipefilter.filtering.record_evaluator import RecordEvaluator, RecordOutcome
from pipefilter.language.parse import parse
from pipefilter.ready_patterns import PatternFolder
from pipefilter.scanning.events.event_texts import EventText, some_events
from pipefilter.verification.decided_before import decided_before
from pipefilter.verification.envelope import NO_EVENT

__all__ = ["Case", "event_cases", "folder_cases", "pattern_cases", "record_cases"]


@dataclass(frozen=True, slots=True)
class Case:
    """One question.

    Args:
        name: of the pattern.
        number: of the filter; 0 for the only pattern.
        pattern: its text.
        event: as the pattern is to see it.
        place: where the event is, in words; "" if the question is about the pattern alone.
        where: the same as `--json` prints it.
        reason: why AWS cannot be asked; "" if it can.
    """

    name: str
    number: int
    pattern: str
    event: str
    place: str
    where: dict[str, object]
    reason: str = ""


def pattern_cases(filters: VerifiedFilters) -> Iterator[Case]:
    """The patterns alone: does AWS take them?

    Args:
        filters: in a file.
    """
    for number, text in filters.texts.items():
        yield _alone(filters.name, filters.shown_number(number), text)


def event_cases(filters: VerifiedFilters, names: list[str]) -> Iterator[Case]:
    """The events in files, as they are; of an invalid pattern the first only, as the others would tell nothing new.

    Args:
        filters: one pattern.
        names: of the files.
    """
    cases = (case for name in names for case in _events(filters.name, filters.texts[1], name))
    yield from _first(cases) if filters.invalid else cases


def folder_cases(one: PatternFolder) -> Iterator[Case]:
    """The events that are filed beside a pattern.

    Args:
        one: a folder with both.
    """
    try:
        text = complete_pattern(str(one.pattern)).decoded()
    except InputError as error:
        yield Case(one.name, 0, "", "", str(one.pattern), {}, error.message)
        return
    cases: Iterator[Case] = (case for file, _ in one.fixtures() for case in _events(one.name, text, str(file)))
    try:
        parse(text)
    except InvalidEventPattern:
        cases = _first(cases)
    any_event = False
    for case in cases:
        any_event = True
        yield case
    if not any_event:
        yield _alone(one.name, 0, text)


def _first(cases: Iterator[Case]) -> Iterator[Case]:
    """Up to the first that can be asked."""
    for case in cases:
        yield case
        if not case.reason:
            return


def _alone(name: str, number: int, pattern: str) -> Case:
    return Case(name, number, pattern, NO_EVENT, "", {})


def _events(name: str, pattern: str, file: str) -> Iterator[Case]:
    shown = shown_name(file)
    try:
        with opened(file) as stream:
            for event in some_events(stream):
                yield _as_it_is(name, pattern, event, shown)
    except UnreadableInput as error:
        yield Case(name, 0, pattern, "", shown, {"event": shown}, str(error))


def _as_it_is(name: str, pattern: str, event: EventText, shown: str) -> Case:
    place, text = place_of(event, shown), event.text
    if isinstance(text, bytes):
        reason = "the event is no text of UTF-8, and no request can hold it"
        return Case(name, 0, pattern, "", place, where(event, shown), reason)
    return Case(name, 0, pattern, text, place, where(event, shown))


def record_cases(filters: VerifiedFilters, names: list[str]) -> Iterator[Case]:
    """The events and records in files, each as each filter sees it; of invalid filters the patterns alone.

    Args:
        filters: some.
        names: of the files.
    """
    for number, text in filters.invalid.items():
        yield _alone(filters.name, filters.shown_number(number), text)
    if not filters.criteria.filters:
        return
    records = _Records(filters)
    for name in names:
        shown = shown_name(name)
        try:
            with opened(name) as stream:
                for event in some_events(stream):
                    yield from records.of(event, shown)
        except UnreadableInput as error:
            yield Case(filters.name, 0, "", "", shown, {"event": shown}, str(error))


class _Records:
    """The questions about the records of one run."""

    def __init__(self, filters: VerifiedFilters) -> None:
        self._filters = filters
        self._evaluator = RecordEvaluator(filters.criteria, filters.placement)

    def of(self, event: EventText, shown: str) -> Iterator[Case]:
        """Those about the records in one JSON text of a file."""
        place, at = place_of(event, shown), where(event, shown)
        is_explicit = self._filters.placement.is_explicit
        try:
            outcomes = self._evaluator.evaluate(event.text)
        except InvalidEvent as error:
            if is_explicit:
                yield Case(self._filters.name, 0, "", "", place, at, f"no record can be read: {error.message}")
            else:  # AWS is asked whether it thinks so too
                yield _as_it_is(self._filters.name, self._filters.texts[1], event, shown)
            return
        for outcome in outcomes:
            pointer = outcome.record.pointer
            if is_explicit or pointer:
                at = {**where(event, shown), "record": pointer}
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

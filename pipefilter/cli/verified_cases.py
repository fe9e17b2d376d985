"""What `pipefilter verify` asks AWS about: each pattern with each event, or why there is nothing to ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipefilter.cli.inputs import InputError, opened, shown_name
from pipefilter.cli.tested_records import RecordSettings
from pipefilter.cli.verdicts import where
from pipefilter.cli.verified_filters import VerifiedFilters, pattern_text
from pipefilter.errors import EventTooIntricate, InvalidEvent, InvalidEventPattern, UnreadableInput
from pipefilter.filtering.record_judge import RecordJudge
from pipefilter.filtering.wrapped_records import WrappedRecord, records_in
from pipefilter.language.parse import parse
from pipefilter.matching.event_text import event_tree
from pipefilter.ready_patterns import PatternFolder
from pipefilter.scanning.event_texts import EventText, some_events
from pipefilter.sources import source_named
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
        text = pattern_text(str(one.pattern))
    except InputError as error:
        yield Case(one.name, 0, "", "", str(one.pattern), {}, error.message)
        return
    cases: Iterator[Case] = (case for file, _ in one.filed() for case in _events(one.name, text, str(file)))
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
                place, text = _place(event, shown), event.text
                if isinstance(text, bytes):
                    reason = "the event is no text of UTF-8, and no request can hold it"
                    yield Case(name, 0, pattern, "", place, where(event, shown), reason)
                else:
                    yield Case(name, 0, pattern, text, place, where(event, shown))
    except UnreadableInput as error:
        yield Case(name, 0, pattern, "", shown, {"event": shown}, str(error))


def record_cases(filters: VerifiedFilters, given: RecordSettings, names: list[str]) -> Iterator[Case]:
    """The records in files, each as each filter sees it; of invalid filters the patterns alone.

    Args:
        filters: some.
        given: where the records are from, and where the filters run.
        names: of the files.
    """
    for number, text in filters.invalid.items():
        yield _alone(filters.name, filters.shown_number(number), text)
    if not filters.criteria.filters:
        return
    records = _Records(filters, given)
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

    def __init__(self, filters: VerifiedFilters, given: RecordSettings) -> None:
        self._filters = filters
        self._given = given
        self._judge = RecordJudge(filters.criteria, given.service)
        self._may_be_wrapped = given.service.name not in source_named("bus").services

    def of(self, event: EventText, shown: str) -> Iterator[Case]:
        """Those about the records in one JSON text of a file."""
        place, at = _place(event, shown), where(event, shown)
        try:
            event_tree(event.text)
            text = event.text if isinstance(event.text, str) else event.text.decode("utf-8-sig")
            for wrapped in records_in(text, wrapped=self._may_be_wrapped):
                pointer = {"record": wrapped.pointer}
                yield from self._of_record(wrapped, f"{place} {wrapped.pointer}".rstrip(), {**at, **pointer})
        except InvalidEvent as error:
            yield Case(self._filters.name, 0, "", "", place, at, f"no record can be read: {error.message}")

    def _of_record(self, wrapped: WrappedRecord, place: str, at: dict[str, object]) -> Iterator[Case]:
        source = self._given.source or wrapped.source
        if source is not None and self._given.service.name not in source.services:
            source = None  # it is judged as it is then
        try:
            verdict = self._judge.judge(wrapped.record, source)
        except (InvalidEvent, EventTooIntricate) as error:
            reason = error.message if isinstance(error, InvalidEvent) else str(error)
            yield Case(self._filters.name, 0, "", "", place, at, f"pipefilter has no verdict: {reason}")
            return
        for one in verdict.filters:
            number = self._filters.shown_number(one.number)
            text = self._filters.texts[one.number]
            yield Case(self._filters.name, number, text, one.seen, place, at, decided_before(one))


def _place(event: EventText, name: str) -> str:
    if event.alone:
        return name
    return f"{name}:{event.line}" + (f":{event.column}" if event.column > 1 else "")

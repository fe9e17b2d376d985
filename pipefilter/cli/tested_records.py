"""`pipefilter test` on records of a source, judged as a service judges them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import click

from pipefilter.cli.exit_codes import COULD_NOT_TELL
from pipefilter.cli.inputs import opened, shown_name
from pipefilter.cli.output import counted, message, print_json, print_problem, result, styled
from pipefilter.cli.progress import progress
from pipefilter.cli.verdicts import Counts, Wanted, say_unreadable, where
from pipefilter.errors import EventTooIntricate, InvalidEvent, UnreadableInput
from pipefilter.filtering.record_judge import FilterVerdict, RecordJudge, RecordVerdict
from pipefilter.filtering.wrapped_records import WrappedRecord, records_in
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.matching.event_text import event_tree
from pipefilter.scanning.event_texts import EventText, some_events
from pipefilter.services import Service, service_named
from pipefilter.sources import Source, source_named

__all__ = ["Bounds", "RecordSettings", "settings", "test_records"]


@dataclass(frozen=True, slots=True)
class RecordSettings:
    """Where the records are from, and where the filters run.

    Args:
        source: as the user said; None to tell it from each record.
        service: where.
    """

    source: Source | None
    service: Service


@dataclass(frozen=True, slots=True)
class Bounds:
    """Two filter criteria around one in a template that does not tell all of it.

    Args:
        least: takes what is taken whatever the rest is.
        most: takes all that can be taken.
        unknown: what the template does not tell, in words.
    """

    least: FilterCriteria
    most: FilterCriteria
    unknown: str


def settings(source: str | None, service: str | None, criteria: FilterCriteria) -> RecordSettings:
    """What the user said, and what follows from it.

    Args:
        source: its name; None if not given.
        service: likewise.
        criteria: the filters; only those of an EventBridge v2 subscriber have scopes.

    Raises:
        click.UsageError: the service does not read from the source.
    """
    given = source_named(source) if source else None
    if service is None:
        has_scopes = any(one.scope for one in criteria.filters)
        service = "v2" if has_scopes else given.services[0] if given else "pipe"
    where_to = service_named(service)
    if given is not None and service not in given.services:
        raise click.UsageError(
            f"a filter of the service {service} does not see records of {source}; that is for {' or '.join(given.services)}"
        )
    return RecordSettings(given, where_to)


def test_records(
    criteria: FilterCriteria,
    names: list[str],
    given: RecordSettings,
    wanted: Wanted,
    bounds: Bounds | None,
) -> int:
    """Judge the records in files, print the verdicts, and return the exit code.

    Args:
        criteria: the filters.
        names: of the files.
        given: where the records are from, and where the filters run.
        wanted: what to print.
        bounds: of filters that are not fully known.
    """
    one = _Records(RecordJudge(criteria, given.service), given, wanted, bounds)
    with progress(names) as advance:
        for name in names:
            shown = shown_name(name)
            try:
                with opened(name) as stream:
                    for event in some_events(stream):
                        one.test(event, shown)
                        advance(name, event.end)
            except UnreadableInput as error:
                one.counts.add(None)
                say_unreadable(shown, str(error), wanted)
    counts = one.counts
    if counts.all > 1:
        message(
            f"{counted(counts.all, 'record')}: {counts.matched} matched, {counts.not_matched} did not"
            + (f", {counts.not_judged} could not be judged" if counts.not_judged else "")
        )
    elif not counts.all:
        for name in names:
            say_unreadable(shown_name(name), "there are no records in it", wanted)
        return COULD_NOT_TELL
    return counts.code


class _Records:
    """Judges and prints the records of one run."""

    def __init__(
        self, judge: RecordJudge, given: RecordSettings, wanted: Wanted, bounds: Bounds | None
    ) -> None:
        self._judge = judge
        self._bounds = bounds
        self._judges_of_bounds = (
            [RecordJudge(one, given.service) for one in (bounds.least, bounds.most)] if bounds else []
        )
        self._given = given
        self._wanted = wanted
        self._may_be_wrapped = given.service.name not in source_named("bus").services
        self.counts = Counts()

    def test(self, event: EventText, name: str) -> None:
        """The records in one JSON text of a file."""
        try:
            event_tree(event.text)
            text = event.text if isinstance(event.text, str) else event.text.decode("utf-8-sig")
            for wrapped in records_in(text, wrapped=self._may_be_wrapped):
                self._one(wrapped, event, name)
        except InvalidEvent as error:
            self.counts.add(None)
            problem = error.problem.moved(event.line - 1, event.column - 1)
            if self._wanted.as_json:
                print_json({**where(event, name), "verdict": "invalid_event", "problem": problem.as_json()})
            else:
                print_problem(problem, name, is_result=False)

    def _one(self, wrapped: WrappedRecord, event: EventText, name: str) -> None:
        source = self._given.source or wrapped.source
        notes: list[str] = []
        if source is not None and self._given.service.name not in source.services:
            service = self._given.service.name
            notes.append(
                f"looks like a record of the source {source.name}, which the service {service} does not see"
            )
            source = None
        elif self._given.source is not None and not self._given.source.recognises(wrapped.record):
            notes.append(f"does not look like a record of the source {self._given.source.name}")
        place = _place(event, name) + (f" {wrapped.pointer}" if wrapped.pointer else "")
        try:
            verdict = self._judge.judge(wrapped.record, source)
        except (InvalidEvent, EventTooIntricate) as error:
            self.counts.add(None)
            reason = error.message if isinstance(error, InvalidEvent) else str(error)
            self._say_undecided(event, name, wrapped, place, reason)
            return
        verdict = replace(verdict, notes=(*notes, *verdict.notes))
        if len({judge.judge(wrapped.record, source).matches for judge in self._judges_of_bounds}) > 1:
            assert self._bounds is not None  # noqa: S101 - there are judges of them
            verdict = replace(verdict, undecided=f"the verdict depends on {self._bounds.unknown}")
        if verdict.undecided:
            self.counts.add(None)
            self._say_undecided(event, name, wrapped, place, verdict.undecided)
            return
        self.counts.add(verdict.matches)
        if self._wanted.quiet:
            return
        if self._wanted.as_json:
            print_json({**where(event, name), "record": wrapped.pointer, **self._as_json(verdict)})
        else:
            self._print(verdict, place)

    def _say_undecided(
        self, event: EventText, name: str, wrapped: WrappedRecord, place: str, reason: str
    ) -> None:
        if self._wanted.as_json:
            line = {**where(event, name), "record": wrapped.pointer, "service": self._given.service.name}
            print_json({**line, "verdict": "undecided", "reason": reason})
        else:
            message(f"{place}: {reason}")

    def _print(self, verdict: RecordVerdict, place: str) -> None:
        shown = styled("match   ", "yes") if verdict.matches else styled("no match", "no")
        takers = [str(one.number) for one in verdict.filters if one.matches]
        by = f"  (filter {', '.join(takers)})" if takers and len(verdict.filters) > 1 else ""
        result(f"{shown}  {place}{by}")
        if self._wanted.brief:
            return
        for note in verdict.notes:
            result(f"  note: {note}")
        for one in verdict.filters:
            if self._wanted.verbose or not verdict.matches or (not one.matches and not takers):
                self._print_filter(one, several=len(verdict.filters) > 1)

    def _print_filter(self, one: FilterVerdict, *, several: bool) -> None:
        from pipefilter.explaining.explain import explain_within_budget  # noqa: PLC0415 - not for a plain match
        from pipefilter.explaining.show import lines_of  # noqa: PLC0415 - likewise

        if several:
            result(f"  filter {one.number}: {'match' if one.matches else 'no match'}")
        for applied in one.rows:
            if applied.row.action != "filter" and applied.row.pattern != "none":
                result(f"  {applied}")
        if one.nothing_seen:
            result(f"  {one.nothing_seen}: the filter never matches it")
        if one.is_dropped:
            return
        for meant, text in lines_of(explain_within_budget(one.pattern, one.seen)):
            result(styled(text, meant))

    def _as_json(self, verdict: RecordVerdict) -> dict[str, object]:
        from pipefilter.explaining.explain import explain_within_budget  # noqa: PLC0415 - only for --json

        explanations = [
            None if one.is_dropped else explain_within_budget(one.pattern, one.seen) for one in verdict.filters
        ]
        filters = [
            {
                "number": one.number,
                "verdict": "match" if one.matches else "no_match",
                "rows": [
                    {
                        "key": applied.key,
                        "data": applied.row.data,
                        "pattern": applied.row.pattern,
                        "action": applied.row.action,
                    }
                    for applied in one.rows
                ],
                "explanation": explanation.as_json() if explanation else None,
            }
            for one, explanation in zip(verdict.filters, explanations, strict=True)
        ]
        return {
            "service": self._given.service.name,
            "source": verdict.source.name if verdict.source else None,
            "verdict": "match" if verdict.matches else "no_match",
            "notes": list(verdict.notes),
            "filters": filters,
            "seen": verdict.seen,
        }


def _place(event: EventText, name: str) -> str:
    if event.alone:
        return name
    return f"{name}:{event.line}" + (f":{event.column}" if event.column > 1 else "")

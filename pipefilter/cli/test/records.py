"""`pipefilter test` on the events and records in files: each is evaluated, and the verdict is printed."""

from __future__ import annotations

from pipefilter.application.event_outcomes import event_outcomes
from pipefilter.cli.inputs.files import opened, shown_name
from pipefilter.cli.inputs.verdicts import Counts, Wanted, place_of, say_unreadable, where
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL
from pipefilter.cli.terminal.output import counted, is_quiet, message, print_json, print_problem, remark, result
from pipefilter.cli.terminal.progress import progress
from pipefilter.errors import UnreadableInput
from pipefilter.filtering.record_evaluator import RecordEvaluator, RecordOutcome
from pipefilter.formats.evaluation_text import evaluation_text
from pipefilter.scanning.events.event_texts import EventText, some_events

__all__ = ["RecordReport", "evaluate_records"]


def evaluate_records(evaluator: RecordEvaluator, names: list[str], wanted: Wanted) -> int:
    """Evaluate the events and records in files, print the verdicts, and return the exit code.

    Args:
        evaluator: of the filters.
        names: of the files.
        wanted: what to print.
    """
    test = RecordReport(evaluator, wanted)
    counts = test.counts
    with progress(names) as advance:
        for name in names:
            shown = shown_name(name)
            try:
                with opened(name) as stream:
                    for event in some_events(stream):
                        test.add(event, shown)
                        advance(name, event.end)
                test.end_of(name)
            except UnreadableInput as error:
                counts.add(None)
                say_unreadable(shown, str(error), wanted)
    if counts.all > 1:
        remark(
            f"{counted(counts.all, test.noun)}: {counts.matched} matched, {counts.not_matched} did not"
            + (f", {counts.not_judged} could not be evaluated" if counts.not_judged else "")
        )
    elif not counts.all:
        for name in names:
            say_unreadable(shown_name(name), "there are no records in it", wanted)
        return COULD_NOT_TELL
    return counts.code


class RecordReport:
    """Evaluates texts, and prints the verdicts.

    Args:
        evaluator: of the filters.
        wanted: what to print.
    """

    def __init__(self, evaluator: RecordEvaluator, wanted: Wanted) -> None:
        self._evaluator = evaluator
        self._wanted = wanted
        self._assumptions: set[str] = set()
        self._has_records = evaluator.placement.is_explicit
        self._has_malformed = False
        self.counts = Counts()

    @property
    def noun(self) -> str:
        """What was evaluated."""
        return "record" if self._has_records else "event"

    def add(self, event: EventText, name: str) -> None:
        """Evaluate what is in one JSON text of a file.

        Args:
            event: the text.
            name: of the file.
        """
        for outcome in event_outcomes(self._evaluator, event):
            self._add(outcome, event, name)

    def end_of(self, name: str) -> None:
        """Say what a file is in which events are malformed, if its name tells.

        Args:
            name: of the file.
        """
        if self._has_malformed:
            from pipefilter.application.csv_files import csv_hint  # noqa: PLC0415 - only for malformed events

            if hint := csv_hint([name]):
                message(hint)
        self._has_malformed = False

    def _add(self, outcome: RecordOutcome, event: EventText, name: str) -> None:
        self._report_assumption(outcome)
        self.counts.add(outcome.matches)
        self._has_malformed |= outcome.problem is not None
        if outcome.undecided:
            say_undecided(outcome, event, name, self._wanted)
        elif is_quiet():
            return
        elif self._wanted.as_json:
            _print_json(outcome, event, name)
        else:
            place, wanted = record_place(outcome, event, name), self._wanted
            for line in evaluation_text(outcome, place, brief=wanted.brief, verbose=wanted.verbose):
                result(line)

    def _report_assumption(self, outcome: RecordOutcome) -> None:
        """Say once how records are read, where that is assumed."""
        if outcome.placement is None:
            return
        self._has_records |= outcome.placement.source is not None and outcome.placement.source.name != "bus"
        assumption = self._evaluator.placement.assumption(outcome.placement)
        if assumption and assumption not in self._assumptions:
            self._assumptions.add(assumption)
            remark(assumption)


def say_undecided(outcome: RecordOutcome, event: EventText, name: str, wanted: Wanted) -> None:
    """Say why there is no verdict on a record."""
    if wanted.as_json:
        _print_json(outcome, event, name)
    elif outcome.problem is not None:
        print_problem(outcome.problem, name, is_result=False)
    else:
        message(f"{record_place(outcome, event, name)}: {outcome.undecided}")


def record_place(outcome: RecordOutcome, event: EventText, name: str) -> str:
    """Where a record is, in words: `orders.jsonl:3 /Records/0`."""
    return f"{place_of(event, name)} {outcome.record.pointer}".rstrip()


def _print_json(outcome: RecordOutcome, event: EventText, name: str) -> None:
    from pipefilter.formats.evaluation_json import evaluation_json  # noqa: PLC0415 - only for --json

    print_json({**where(event, name), **evaluation_json(outcome)})

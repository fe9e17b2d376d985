"""Evaluates the events and records in files, and prints the verdicts."""

from __future__ import annotations

from pipefilter.application.event_outcomes import event_outcomes
from pipefilter.cli.inputs.files import input_label, opened
from pipefilter.cli.inputs.parameters import parameter_hint
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL
from pipefilter.cli.terminal.output import counted, is_quiet, message, remark, result
from pipefilter.cli.terminal.progress import progress
from pipefilter.cli.test.verdicts import (
    OutputOptions,
    VerdictCounts,
    print_outcome,
    report_undecided,
    report_unreadable,
)
from pipefilter.errors import UnreadableInput
from pipefilter.filtering.record_evaluator import RecordEvaluator, RecordOutcome
from pipefilter.formats.evaluation_text import evaluation_text
from pipefilter.formats.event_place import record_place
from pipefilter.scanning.events.event_texts import EventText, some_events

__all__ = ["evaluate_records"]


def evaluate_records(evaluator: RecordEvaluator, names: list[str], output: OutputOptions) -> int:
    """Evaluate the events and records in files, print the verdicts, and return the exit code."""
    report = _RecordReport(evaluator, output)
    counts = report.counts
    with progress(names) as advance:
        for name in names:
            label = input_label(name)
            try:
                with opened(name) as stream:
                    for event in some_events(stream):
                        report.add(event, label)
                        advance(name, event.end)
                report.end_of(name)
            except UnreadableInput as error:
                counts.add(None)
                report_unreadable(label, str(error), as_json=output.as_json)
    if counts.all > 1:
        remark(
            f"{counted(counts.all, report.noun)}: {counts.matched} matched, {counts.not_matched} did not"
            + (f", {counts.undecided} could not be evaluated" if counts.undecided else "")
        )
    elif not counts.all:
        for name in names:
            report_unreadable(input_label(name), "no records found", as_json=output.as_json)
        return COULD_NOT_TELL
    return counts.code


class _RecordReport:
    """Evaluates events and records, and prints the verdicts."""

    def __init__(self, evaluator: RecordEvaluator, output: OutputOptions) -> None:
        self._evaluator = evaluator
        self._output = output
        self._assumptions: set[str] = set()
        self._has_records = evaluator.placement.is_explicit
        self._has_malformed = False
        self._is_hinted = False
        self.counts = VerdictCounts()

    @property
    def noun(self) -> str:
        """The noun for what was evaluated."""
        return "record" if self._has_records else "event"

    def add(self, event: EventText, name: str) -> None:
        """Evaluate the event or the records in one JSON text of a file."""
        for outcome in event_outcomes(self._evaluator, event):
            self._add(outcome, event, name)

    def end_of(self, name: str) -> None:
        """Print a hint about a file with malformed events, if its name shows its format."""
        if self._has_malformed:
            from pipefilter.application.no_events import csv_hint

            if hint := csv_hint([name]):
                message(hint)
        self._has_malformed = False

    def _add(self, outcome: RecordOutcome, event: EventText, name: str) -> None:
        self._report_assumption(outcome)
        self.counts.add(outcome.matches)
        self._has_malformed |= outcome.problem is not None
        if outcome.undecided:
            report_undecided(outcome, event, name, as_json=self._output.as_json)
            self._report_parameters(outcome)
        elif is_quiet():
            return
        elif self._output.as_json:
            print_outcome(outcome, event, name)
        else:
            place, output = record_place(outcome, event, name), self._output
            for line in evaluation_text(outcome, place, brief=output.brief, verbose=output.verbose):
                result(line)

    def _report_parameters(self, outcome: RecordOutcome) -> None:
        """Print once how to give the values on which verdicts depend."""
        hint = parameter_hint(outcome.undecided)
        if hint and not self._is_hinted and not self._output.as_json:
            message(f"hint: {hint}")
            self._is_hinted = True

    def _report_assumption(self, outcome: RecordOutcome) -> None:
        """Print once how records are read, where that is assumed."""
        if outcome.placement is None:
            return
        self._has_records |= outcome.placement.source is not None and outcome.placement.source.name != "bus"
        assumption = self._evaluator.placement.assumption(outcome.placement)
        if assumption and assumption not in self._assumptions:
            self._assumptions.add(assumption)
            remark(assumption)

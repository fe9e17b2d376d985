"""What `pipefilter filter` prints of the pieces of traffic that were judged."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter

from pipefilter.application.csv_files import csv_hint
from pipefilter.application.filter_summary import FilterSummary, assumptions, outcome_of_miss, reason_of
from pipefilter.application.no_events import no_events_in
from pipefilter.cli.filter.rule_counts import print_rule_counts
from pipefilter.cli.inputs.files import shown_name
from pipefilter.cli.terminal.comma_message import report_commas
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.terminal.output import counted, is_quiet, message, print_json, remark, result, styled
from pipefilter.filtering.placement import Placement
from pipefilter.filtering.record_evaluator import RecordEvaluator
from pipefilter.formats.filter_json import fault_json, kept_json, miss_json, summary_json
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.scanning.events.scan_result import Fault, KeptEvent, ScanOptions
from pipefilter.scanning.scan_files import ScannedPart

__all__ = ["MOST_FAULTS", "FilterReport", "Shown"]

MOST_FAULTS = 10
"""So many malformed events are reported one by one; the others are counted."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What to print.

    Args:
        as_json: results as JSON objects.
        count: only how many events are kept.
        others: what is kept are the events that do not match.
        most: stop after so many kept events; 0 for all.
        misses: explain so many events that do not match.
        strict: stop at the first malformed event.
        rules: the names of the patterns, if there are several.
    """

    as_json: bool = False
    count: bool = False
    others: bool = False
    most: int = 0
    misses: int = 0
    strict: bool = False
    rules: tuple[str, ...] = ()


@dataclass(slots=True)
class FilterReport:
    """Prints pieces as they come, and at the end the sum.

    Args:
        criteria: the filters; None if there are several rules.
        placement: where they run, and where the records are from.
        shown: what to print.
    """

    criteria: FilterCriteria | None
    placement: Placement
    shown: Shown
    _summary: FilterSummary = field(init=False)
    _files: set[str] = field(default_factory=set)
    _faults_left: int = MOST_FAULTS
    _misses_left: int = 0
    _first_comma: str = ""
    _evaluator: RecordEvaluator | None = None

    def __post_init__(self) -> None:
        self._summary = FilterSummary(self.shown.rules)
        self._misses_left = self.shown.misses

    @property
    def prints_meanwhile(self) -> bool:
        """Whether there are results before the end."""
        return self.wanted.lines or self.wanted.events

    @property
    def wanted(self) -> ScanOptions:
        """What is wanted of the events."""
        shown = self.shown
        # with several patterns it is the counts that are wanted, and of events those that no pattern takes
        lines = shown.others or not shown.rules
        return ScanOptions(
            lines=lines and not shown.count and not shown.as_json and not is_quiet(),
            events=shown.as_json and not shown.count,
            inverted=shown.others,
            limit=shown.most,
            misses=0 if is_quiet() else shown.misses,
            faults=MOST_FAULTS,
            strict=shown.strict,
        )

    def add(self, piece: ScannedPart) -> bool:
        """Print a piece; whether to go on.

        Args:
            piece: the next one.
        """
        judged, name = piece.result, shown_name(piece.name)
        self._files.add(piece.name)
        self._summary.files = len(self._files)
        if judged.kept_lines:
            _print_lines(judged.kept_lines)
        faults, misses = judged.faults[: self._faults_left], judged.misses[: self._misses_left]
        printed = [(fault.line, fault.column, partial(self._print_fault, fault, name)) for fault in faults]
        printed += [(miss.line, miss.column, partial(self._print_miss, miss, name)) for miss in misses]
        for event in judged.kept_events:
            members = kept_json(event, name, self.shown.rules, inverted=self.shown.others)
            printed.append((event.line, event.column, partial(print_json, members)))
        # in the order of the file, whatever the pieces are that it comes in
        for _line, _column, print_it in sorted(printed, key=itemgetter(0, 1)):
            print_it()
        self._faults_left -= len(faults)
        self._misses_left -= len(misses)
        self._summary.add(judged)
        if judged.commas and not self._first_comma:
            self._first_comma = f"{name}:{judged.first_comma}"
        # of a file in parts each may say so
        if piece.unreadable and not any(one["file"] == name for one in self._summary.unreadable[-1:]):
            self._summary.unreadable.append({"file": name, "reason": piece.unreadable})
            if not self.shown.as_json:
                message(f"{name}: {piece.unreadable}")
        if self._summary.sums.kept == self.shown.most > 0:
            self._summary.stopped = "--max"
        if self.shown.strict and (judged.malformed or piece.unreadable):
            self._summary.stopped = "--strict"
        return not self._summary.stopped

    def _print_fault(self, fault: Fault, name: str) -> None:
        problem = fault.problem
        if self.shown.as_json:
            print_json(fault_json(fault, name, self.shown.rules))
        elif problem is None:
            pointer = f" {fault.pointer}" if fault.pointer else ""
            message(f"{name}:{fault.line}:{fault.column}{pointer}  {reason_of(fault, self.shown.rules)}")
        else:
            message(problem.shown(name).partition("\n")[0])

    def _print_miss(self, miss: KeptEvent, name: str) -> None:
        if self._evaluator is None:
            assert self.criteria is not None  # noqa: S101 - the command sees to it
            self._evaluator = RecordEvaluator(self.criteria, self.placement)
        outcome = outcome_of_miss(self._evaluator, miss)
        if self.shown.as_json:
            print_json(miss_json(miss, name, outcome))
            return
        from pipefilter.explaining.record_lines import reason_lines  # noqa: PLC0415 - only for misses

        place = f"{name}:{miss.line}" + (f":{miss.column}" if miss.column > 1 else "")
        remark(f"{styled('no match', 'no')}  {place} {miss.pointer}".rstrip())
        if outcome.verdict is not None:
            for meant, text in reason_lines(outcome.verdict):
                remark(styled(text, meant))

    def end(self, names: Sequence[str]) -> int:
        """Print the sum, and return the exit code.

        Args:
            names: of all files.
        """
        if self.shown.as_json:
            print_json(summary_json(self._summary))
        else:
            if self.shown.count and (self.shown.others or not self.shown.rules):
                result(str(self._summary.sums.kept))
            if self.shown.rules and not self.shown.others:
                print_rule_counts(self._summary)
            self._print_sum(names)
        if not self._summary.is_certain:
            return COULD_NOT_TELL
        return YES if self._summary.sums.kept else NO

    def _print_sum(self, names: Sequence[str]) -> None:
        sums = self._summary.sums
        if not sums.read and not self._summary.unreadable:
            message(no_events_in(names))
            return
        if sums.malformed > MOST_FAULTS:
            message(f"{counted(sums.malformed - MOST_FAULTS, 'malformed event')} more")
        if sums.malformed and (hint := csv_hint(names)):
            message(hint)
        report_commas(sums.commas, self._first_comma)
        stopped = f"; stopped by {self._summary.stopped}, so there may be more" if self._summary.stopped else ""
        remark(
            f"{counted(sums.read, 'event')} read: {sums.matched} matched, {sums.not_matched} did not, "
            f"{sums.malformed} malformed"
            + (f", {sums.undecided} without a verdict" if sums.undecided else "")
            + stopped
        )
        if sums.ignoring_data:
            remark(
                f"{counted(sums.ignoring_data, 'record')} matched though the filter's conditions on their data were not "
                "looked at: the data have another form; `test` says which"
            )
        for assumption in assumptions(sums, self.placement):
            remark(assumption)
        if self._summary.unreadable:
            message(f"{counted(len(self._summary.unreadable), 'file')} could not be read to the end")


def _print_lines(lines: bytes) -> None:
    """Print events as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(lines)
    sys.stdout.buffer.flush()

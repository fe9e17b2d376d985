"""Prints the results of `pipefilter filter`, piece by piece, and the totals."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import field
from functools import partial
from operator import itemgetter

from pipefilter.application.event_hints import EventHints
from pipefilter.application.filter_summary import FilterSummary, assumptions, evaluate_miss
from pipefilter.application.no_events import csv_hint, no_events_message
from pipefilter.cli.filter.options import FilterOptions
from pipefilter.cli.filter.rule_counts import print_rule_counts
from pipefilter.cli.inputs.files import input_label
from pipefilter.cli.terminal.comma_message import report_commas
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.terminal.output import counted, is_quiet, message, print_json, remark, result
from pipefilter.dataclass import dataclass
from pipefilter.filtering.placement import Placement
from pipefilter.filtering.record_evaluator import RecordEvaluator
from pipefilter.formats.filter_json import fault_json, kept_json, miss_json, summary_json
from pipefilter.formats.filter_text import fault_text, miss_text, totals_text
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.scanning.events.scan_result import Fault, KeptEvent, ScanOptions
from pipefilter.scanning.scan_files import ScannedPart
from pipefilter.single_line import single_line

__all__ = ["FilterReport"]

_MAX_FAULTS = 10
"""Maximum number of malformed events that are reported one by one; the others are counted."""


@dataclass(slots=True)
class FilterReport:
    """Prints the results of pieces of traffic as they come, and at the end the totals.

    Args:
        criteria: the filters; None if there are several rules.
        rules: the names of the rules, if there are several.
    """

    criteria: FilterCriteria | None
    placement: Placement
    options: FilterOptions
    rules: tuple[str, ...] = ()
    _summary: FilterSummary = field(init=False)
    _files: set[str] = field(default_factory=set)
    _faults_left: int = _MAX_FAULTS
    _misses_left: int = 0
    _first_comma: str = ""
    _hints: EventHints = field(default_factory=EventHints)
    _evaluator: RecordEvaluator | None = None

    def __post_init__(self) -> None:
        self._summary = FilterSummary(self.rules, is_checked=not self.options.unchecked)
        self._misses_left = self.options.misses or 0

    @property
    def prints_meanwhile(self) -> bool:
        """Whether results are printed before the end."""
        return self.scan_options.lines or self.scan_options.events

    @property
    def scan_options(self) -> ScanOptions:
        """What the scan collects."""
        options = self.options
        # with several rules the counts are the result, and of events those that no rule matches
        lines = options.inverted or not self.rules
        return ScanOptions(
            lines=lines and not options.count and not options.as_json and not is_quiet(),
            events=options.as_json and not options.count,
            inverted=options.inverted,
            limit=options.limit or 0,
            misses=0 if is_quiet() else options.misses or 0,
            faults=_MAX_FAULTS,
            strict=options.strict,
            unchecked=options.unchecked,
        )

    def add(self, piece: ScannedPart) -> bool:
        """Print the results of a piece, and return whether to go on."""
        part, name = piece.result, input_label(piece.name)
        self._files.add(piece.name)
        self._summary.files = len(self._files)
        if part.kept_lines:
            _print_lines(part.kept_lines)
        faults, misses = part.faults[: self._faults_left], part.misses[: self._misses_left]
        printed = [(fault.line, fault.column, partial(self._print_fault, fault, name)) for fault in faults]
        printed += [(miss.line, miss.column, partial(self._print_miss, miss, name)) for miss in misses]
        for event in part.kept_events:
            members = kept_json(event, name, self.rules, inverted=self.options.inverted)
            printed.append((event.line, event.column, partial(print_json, members)))
        # in the order of the file, whatever its pieces are
        for _line, _column, print_it in sorted(printed, key=itemgetter(0, 1)):
            print_it()
        self._faults_left -= len(faults)
        self._misses_left -= len(misses)
        self._summary.add(part)
        if part.commas and not self._first_comma:
            self._first_comma = f"{name}:{part.first_comma}"
        # each part of a file may report it
        if piece.unreadable and not any(each["file"] == name for each in self._summary.unreadable[-1:]):
            self._summary.unreadable.append({"file": name, "reason": piece.unreadable})
            if not self.options.as_json:
                message(single_line(f"{name}: {piece.unreadable}"))
        if self.options.limit and self._summary.sums.kept == self.options.limit:
            self._summary.stopped = "--max"
        if self.options.strict and (part.malformed or piece.unreadable):
            self._summary.stopped = "--strict"
        return not self._summary.stopped

    def _print_fault(self, fault: Fault, name: str) -> None:
        if self.options.as_json:
            print_json(fault_json(fault, name, self.rules))
        else:
            message(fault_text(fault, name, self.rules))
            if hint := self._hints.new(fault.problem, name):
                message(hint)

    def _print_miss(self, miss: KeptEvent, name: str) -> None:
        if self._evaluator is None:
            assert self.criteria is not None
            self._evaluator = RecordEvaluator(self.criteria, self.placement)
        outcome = evaluate_miss(self._evaluator, miss)
        if self.options.as_json:
            print_json(miss_json(miss, name, outcome))
            return
        for line in miss_text(miss, name, outcome):
            remark(line)

    def end(self, names: Sequence[str]) -> int:
        """Print the totals, and return the exit code."""
        if self.options.as_json:
            print_json(summary_json(self._summary))
        else:
            if self.options.count and (self.options.inverted or not self.rules):
                result(str(self._summary.sums.kept))
            # without any event, each rule would be among those that match none
            if self.rules and not self.options.inverted and self._summary.has_events:
                print_rule_counts(self._summary)
            self._print_totals(names)
        if not self._summary.is_certain:
            return COULD_NOT_TELL
        return YES if self._summary.sums.kept else NO

    def _print_totals(self, names: Sequence[str]) -> None:
        sums = self._summary.sums
        if not sums.read and not self._summary.unreadable:
            message(no_events_message(names))
            return
        if sums.malformed > _MAX_FAULTS:
            message(f"{counted(sums.malformed - _MAX_FAULTS, 'more malformed event')}")
        if sums.malformed and (hint := csv_hint(names)):
            message(hint)
        report_commas(sums.commas, self._first_comma)
        for line in totals_text(self._summary):
            remark(line)
        for assumption in assumptions(sums, self.placement):
            remark(assumption)
        if self._summary.unreadable:
            message(f"{counted(len(self._summary.unreadable), 'file')} could not be read completely")


def _print_lines(lines: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(lines)
    sys.stdout.buffer.flush()

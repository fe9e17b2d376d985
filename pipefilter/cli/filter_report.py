"""What `pipefilter filter` prints of the pieces of traffic that were judged."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from operator import itemgetter

from pipefilter.application.no_events import no_events_in
from pipefilter.cli.comma_message import report_commas
from pipefilter.cli.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.inputs import shown_name
from pipefilter.cli.output import counted, is_quiet, message, print_json, remark, result, styled
from pipefilter.cli.rule_counts import never_matching, print_rule_counts
from pipefilter.filtering.placement import Placement
from pipefilter.filtering.record_evaluator import RecordEvaluator
from pipefilter.filtering.record_placement import RecordPlacement
from pipefilter.filtering.wrapped_records import records_in
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.scanning.judged import Fault, Judged, KeptEvent, Wanted
from pipefilter.scanning.judged_traffic import Piece
from pipefilter.sources import source_named

__all__ = ["MOST_FAULTS", "FilterReport", "Shown"]

MOST_FAULTS = 10
"""So many malformed events are reported one by one; the others are counted."""
_MAX_NAMES = 3
"""So many rules without a verdict are named."""


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
    _all: Judged = field(default_factory=Judged)
    _files: set[str] = field(default_factory=set)
    _unreadable: list[dict[str, str]] = field(default_factory=list)
    _faults_left: int = MOST_FAULTS
    _misses_left: int = 0
    _stopped: str = ""
    _first_comma: str = ""
    _evaluator: RecordEvaluator | None = None

    def __post_init__(self) -> None:
        self._misses_left = self.shown.misses

    @property
    def prints_meanwhile(self) -> bool:
        """Whether there are results before the end."""
        return self.wanted.lines or self.wanted.events

    @property
    def wanted(self) -> Wanted:
        """What is wanted of the events."""
        shown = self.shown
        # with several patterns it is the counts that are wanted, and of events those that no pattern takes
        lines = shown.others or not shown.rules
        return Wanted(
            lines=lines and not shown.count and not shown.as_json and not is_quiet(),
            events=shown.as_json and not shown.count,
            others=shown.others,
            most=shown.most,
            misses=0 if is_quiet() else shown.misses,
            faults=MOST_FAULTS,
            strict=shown.strict,
        )

    def add(self, piece: Piece) -> bool:
        """Print a piece; whether to go on.

        Args:
            piece: the next one.
        """
        judged, name = piece.judged, shown_name(piece.name)
        self._files.add(piece.name)
        if judged.kept_lines:
            _print_lines(judged.kept_lines)
        faults, misses = judged.faults[: self._faults_left], judged.misses[: self._misses_left]
        printed = [(fault.line, fault.column, partial(self._print_fault, fault, name)) for fault in faults]
        printed += [(miss.line, miss.column, partial(self._print_miss, miss, name)) for miss in misses]
        for event in judged.kept_events:
            printed.append((event.line, event.column, partial(self._print_event, event, name)))
        # in the order of the file, whatever the pieces are that it comes in
        for _line, _column, print_it in sorted(printed, key=itemgetter(0, 1)):
            print_it()
        self._faults_left -= len(faults)
        self._misses_left -= len(misses)
        self._count(judged)
        if judged.commas and not self._first_comma:
            self._first_comma = f"{name}:{judged.first_comma}"
        # of a file in parts each may say so
        if piece.unreadable and not any(one["file"] == name for one in self._unreadable[-1:]):
            self._unreadable.append({"file": name, "reason": piece.unreadable})
            if not self.shown.as_json:
                message(f"{name}: {piece.unreadable}")
        if self._all.kept == self.shown.most > 0:
            self._stopped = "--max"
        if self.shown.strict and (judged.malformed or piece.unreadable):
            self._stopped = "--strict"
        return not self._stopped

    def _count(self, judged: Judged) -> None:
        sums = self._all
        sums.matched += judged.matched
        sums.not_matched += judged.not_matched
        sums.malformed += judged.malformed
        sums.undecided += judged.undecided
        sums.by_source.update(judged.by_source)
        sums.commas += judged.commas
        sums.kept += judged.kept
        sums.by_rule.update(judged.by_rule)
        sums.undecided_by_rule.update(judged.undecided_by_rule)

    def _print_event(self, event: KeptEvent, name: str) -> None:
        place = _place(event, name)
        if self.shown.rules:
            print_json({**place, "rules": [self.shown.rules[number] for number in event.rules]})
        else:
            verdict = "no_match" if self.shown.others else "match"
            print_json({**place, "verdict": verdict, "text": event.text})

    def _print_fault(self, fault: Fault, name: str) -> None:
        problem = fault.problem
        if self.shown.as_json:
            place = {"event": name, "line": fault.line, "column": fault.column}
            if fault.pointer:
                place["record"] = fault.pointer
            if problem is None:
                word = "undecided" if fault.is_undecided else "unreadable"
                print_json({**place, "verdict": word, "reason": self._reason(fault)})
            else:
                print_json({**place, "verdict": "invalid_event", "problem": problem.as_json()})
        elif problem is None:
            pointer = f" {fault.pointer}" if fault.pointer else ""
            message(f"{name}:{fault.line}:{fault.column}{pointer}  {self._reason(fault)}")
        else:
            message(problem.shown(name).partition("\n")[0])

    def _reason(self, fault: Fault) -> str:
        """Why there is no verdict, and of which rules, if others have theirs."""
        names = [self.shown.rules[number] for number in fault.rules]
        if not names or len(names) == len(self.shown.rules):
            return fault.reason
        more = f" and {len(names) - _MAX_NAMES} more" if len(names) > _MAX_NAMES else ""
        return f"{', '.join(names[:_MAX_NAMES])}{more}: {fault.reason}"

    def _print_miss(self, miss: KeptEvent, name: str) -> None:
        if self._evaluator is None:
            assert self.criteria is not None  # noqa: S101 - the command sees to it
            self._evaluator = RecordEvaluator(self.criteria, self.placement)
        record = replace(records_in(miss.text, wrapped=False)[0], pointer=miss.pointer)
        if miss.source:
            record = replace(record, source=source_named(miss.source))
        outcome = self._evaluator.outcome(record)
        if self.shown.as_json:
            from pipefilter.formats.evaluation_json import evaluation_json  # noqa: PLC0415 - only for misses

            explanation = evaluation_json(outcome)["explanation"]
            print_json({**_place(miss, name), "verdict": "no_match", "explanation": explanation})
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
            self._print_sum_as_json()
        else:
            if self.shown.count and (self.shown.others or not self.shown.rules):
                result(str(self._all.kept))
            if self.shown.rules and not self.shown.others:
                print_rule_counts(self._all, self.shown.rules)
            self._print_sum(names)
        if self._all.malformed or self._all.undecided or self._unreadable:
            return COULD_NOT_TELL
        if not self._all.read:
            return COULD_NOT_TELL
        return YES if self._all.kept else NO

    def _print_sum(self, names: Sequence[str]) -> None:
        sums = self._all
        if not sums.read and not self._unreadable:
            message(no_events_in(names))
            return
        if sums.malformed > MOST_FAULTS:
            message(f"{counted(sums.malformed - MOST_FAULTS, 'malformed event')} more")
        report_commas(sums.commas, self._first_comma)
        stopped = f"; stopped by {self._stopped}, so there may be more" if self._stopped else ""
        remark(
            f"{counted(sums.read, 'event')} read: {sums.matched} matched, {sums.not_matched} did not, "
            f"{sums.malformed} malformed"
            + (f", {sums.undecided} without a verdict" if sums.undecided else "")
            + stopped
        )
        self._print_assumptions()
        if self._unreadable:
            message(f"{counted(len(self._unreadable), 'file')} could not be read to the end")

    def _print_assumptions(self) -> None:
        """Say how records were read that are decoded, where that is assumed."""
        for name in sorted(self._all.by_source):
            source = source_named(name)
            service = next(
                (
                    service
                    for each in source.services
                    for service in self.placement.services
                    if service.name == each
                ),
                None,
            )
            if assumption := self.placement.assumption(RecordPlacement(service, source)):
                remark(assumption)

    def _print_sum_as_json(self) -> None:
        sums = self._all
        summary: dict[str, object] = {
            "files": len(self._files),
            "read": sums.read,
            "matched": sums.matched,
            "not_matched": sums.not_matched,
            "malformed": sums.malformed,
            "undecided": sums.undecided,
            "decoded": dict(sorted(sums.by_source.items())),
            "kept": sums.kept,
            "unreadable": self._unreadable,
            "stopped": self._stopped or None,
        }
        if sums.commas:
            summary["commas"] = sums.commas
        if self.shown.rules:
            by_rule = {name: sums.by_rule[number] for number, name in enumerate(self.shown.rules)}
            summary["rules"] = by_rule
            summary["never"] = never_matching(sums, self.shown.rules)
        print_json({"summary": summary})


def _print_lines(lines: bytes) -> None:
    """Print events as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(lines)
    sys.stdout.buffer.flush()


def _place(event: KeptEvent, name: str) -> dict[str, object]:
    place: dict[str, object] = {"event": name, "line": event.line, "column": event.column}
    return {**place, "record": event.pointer} if event.pointer else place

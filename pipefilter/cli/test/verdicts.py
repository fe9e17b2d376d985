"""The verdicts of `pipefilter test`: how they are printed, and how they are counted for the exit code."""

from __future__ import annotations

from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.terminal.output import message, print_json
from pipefilter.dataclass import dataclass
from pipefilter.filtering.record_evaluator import RecordOutcome
from pipefilter.formats.evaluation_text import undecided_text
from pipefilter.formats.event_place import place_json
from pipefilter.scanning.events.event_texts import EventText
from pipefilter.single_line import single_line

__all__ = [
    "OutputOptions",
    "VerdictCounts",
    "print_outcome",
    "report_undecided",
    "report_unreadable",
]


@dataclass(frozen=True, slots=True, eq=False)
class OutputOptions:
    """How verdicts are printed.

    Args:
        brief: without reasons.
        verbose: with reasons for matches too.
    """

    as_json: bool
    brief: bool
    verbose: bool


@dataclass(slots=True, eq=False, repr=False)
class VerdictCounts:
    """The number of events that matched, or that had their expected verdict."""

    matched: int = 0
    not_matched: int = 0
    undecided: int = 0

    def add(self, verdict: bool | None) -> None:
        """Count one more event; None if it has no verdict."""
        if verdict is None:
            self.undecided += 1
        elif verdict:
            self.matched += 1
        else:
            self.not_matched += 1

    def add_all(self, counts: VerdictCounts) -> None:
        """Add the counts of other events."""
        self.matched += counts.matched
        self.not_matched += counts.not_matched
        self.undecided += counts.undecided

    @property
    def code(self) -> int:
        """The exit code: COULD_NOT_TELL if an event has no verdict, or if there is none; NO if one does not match."""
        if self.undecided or not self.all:
            return COULD_NOT_TELL
        return NO if self.not_matched else YES

    @property
    def all(self) -> int:
        """How many events there are."""
        return self.matched + self.not_matched + self.undecided


def report_unreadable(name: str, reason: str, *, as_json: bool) -> None:
    """Print why a file could not be evaluated."""
    if as_json:
        print_json({"event": name, "verdict": "unreadable", "reason": reason})
    else:
        message(single_line(f"{name}: {reason}"))


def report_undecided(outcome: RecordOutcome, event: EventText, name: str, *, as_json: bool) -> None:
    """Print why there is no verdict on a record."""
    if as_json:
        print_outcome(outcome, event, name)
    else:
        message(undecided_text(outcome, event, name))


def print_outcome(outcome: RecordOutcome, event: EventText, name: str) -> None:
    """Print the evaluation of a record as JSON."""
    from pipefilter.formats.evaluation_json import evaluation_json

    print_json({**place_json(event, name), **evaluation_json(outcome)})

"""What `pipefilter test` prints, how it counts, and the patterns that it reads."""

from __future__ import annotations

from dataclasses import dataclass

from pipefilter.cli.inputs.files import InputError, pattern_text
from pipefilter.cli.inputs.invalid_filters import report_invalid
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.terminal.output import message, print_json
from pipefilter.errors import InvalidEventPattern
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.scanning.events.event_texts import EventText

__all__ = [
    "Counts",
    "Wanted",
    "place_of",
    "read_or_report",
    "say_unreadable",
    "where",
]


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """What to print."""

    as_json: bool
    brief: bool
    verbose: bool


@dataclass(slots=True, eq=False, repr=False)
class Counts:
    """What was found."""

    matched: int = 0
    """Or as filed, where events are filed."""
    not_matched: int = 0
    not_judged: int = 0

    def add(self, verdict: bool | None) -> None:  # noqa: FBT001 - a verdict
        """Count one more: right, wrong, or not judged."""
        if verdict is None:
            self.not_judged += 1
        elif verdict:
            self.matched += 1
        else:
            self.not_matched += 1

    @property
    def code(self) -> int:
        """The exit code."""
        if self.not_judged or not self.all:
            return COULD_NOT_TELL
        return NO if self.not_matched else YES

    @property
    def all(self) -> int:
        """How many in all."""
        return self.matched + self.not_matched + self.not_judged


def read_or_report(name: str, wanted: Wanted) -> FilterCriteria | None:
    """The filters in a file; None if one is not valid or the file cannot be read, which is printed then.

    Args:
        name: of it.
        wanted: what to print.
    """
    try:
        text = pattern_text(name)
    except InputError as error:
        error.show()
        return None
    try:
        return text.criteria()
    except InvalidEventPattern as error:
        report_invalid(error, text, as_json=wanted.as_json)
    return None


def say_unreadable(name: str, reason: str, wanted: Wanted) -> None:
    """Say that a file could not be judged."""
    if wanted.as_json:
        print_json({"event": name, "verdict": "unreadable", "reason": reason})
    else:
        message(f"{name}: {reason}")


def place_of(event: EventText, name: str) -> str:
    """Where an event is, in words: `orders.jsonl:3`."""
    if event.alone:
        return name
    return f"{name}:{event.line}" + (f":{event.column}" if event.column > 1 else "")


def where(event: EventText, name: str) -> dict[str, object]:
    """The place of an event, as `--json` prints it."""
    return {"event": name, "line": event.line, "column": event.column}

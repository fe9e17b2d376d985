"""What was found in a piece of traffic: counts, the events to keep, and what could not be judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pipefilter.errors import Problem

__all__ = ["EventPart", "Fault", "KeptEvent", "ScanOptions", "ScanResult"]


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """What is wanted of the events.

    Args:
        lines: the kept events as lines of bytes.
        events: the kept events one by one, with their places.
        others: keep the events that do not match, and not those that do.
        most: stop after so many kept events; 0 for all.
        misses: so many events that do not match, with their places.
        faults: so many of the malformed ones, with their places and what is wrong.
        strict: stop at the first that is malformed.
    """

    lines: bool = False
    events: bool = False
    others: bool = False
    most: int = 0
    misses: int = 0
    faults: int = 0
    strict: bool = False


@dataclass(frozen=True, slots=True)
class KeptEvent:
    """One event, with its place.

    Args:
        line: from 1.
        column: from 1.
        text: JSON text.
        rules: with several patterns, the numbers of those that match.
        pointer: JSON pointer to it in its event, if it is a record in a wrapper.
        source: the name of the source that its data were decoded for; "" if it was evaluated as it is.
    """

    line: int
    column: int
    text: str
    rules: tuple[int, ...] = ()
    pointer: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class EventPart:
    """The verdict on one record of an event.

    Args:
        text: the record; None if it is the event itself.
        verdict: whether it matches, or the numbers of the patterns that do.
        undecided: why there is no verdict, in a sentence; "" if there is one.
        pointer: JSON pointer to the record in the event; "" if it is the event itself.
        source: the name of the source that its data were decoded for; "" if it was evaluated as it is.
        problem: what is wrong with it, if there is no verdict since it is not a record at all.
        without_verdict: the numbers of the patterns that have no verdict on it; the others have theirs.
        ignores_data: whether it matches without a look at what the filters say of its data, as these have another form.
    """

    text: str | None
    verdict: bool | tuple[int, ...]
    undecided: str = ""
    pointer: str = ""
    source: str = ""
    problem: Problem | None = None
    without_verdict: tuple[int, ...] = ()
    ignores_data: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What could not be judged.

    Args:
        line: from 1; where the event begins.
        column: from 1.
        reason: in one sentence.
        problem: if it is no event: what is wrong and where, its place counted in the file.
        is_undecided: whether it is a record that can be read, and has no verdict.
        rules: with several patterns, the numbers of those that have no verdict on it.
        pointer: JSON pointer to it in its event, if it is a record in a wrapper.
    """

    line: int
    column: int
    reason: str
    problem: Problem | None = None
    is_undecided: bool = False
    rules: tuple[int, ...] = ()
    pointer: str = ""

    def moved(self, lines: int) -> Fault:
        """The same, with so many lines of the file before it."""
        problem = self.problem and self.problem.moved(lines, 0)
        return replace(self, line=self.line + lines, problem=problem)


@dataclass(slots=True)
class ScanResult:
    """What was found.

    Args:
        lines: how many lines of the file were read.
        matched: how many events match.
        not_matched: how many do not.
        malformed: how many could not be judged.
        undecided: how many records can be read, and have no verdict.
        commas: how many are separated from another by a comma, which is passed over.
        first_comma: the line on which the first of those begins.
        kept: how many are kept.
        kept_lines: they, one a line, if wanted so.
        kept_events: they, if wanted so.
        misses: the first events that do not match, if wanted.
        faults: the first that could not be judged, if wanted.
        by_rule: with several patterns, how many events match each of them, by its number.
        undecided_by_rule: likewise, on how many records each of them has no verdict.
        ignoring_data: how many match without a look at what the filters say of their data.
        by_source: how many records were decoded for each source, by its name.
    """

    lines: int = 0
    matched: int = 0
    not_matched: int = 0
    malformed: int = 0
    undecided: int = 0
    ignoring_data: int = 0
    commas: int = 0
    first_comma: int = 0
    kept: int = 0
    kept_lines: bytes = b""
    kept_events: list[KeptEvent] = field(default_factory=list)
    misses: list[KeptEvent] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    by_rule: Counter[int] = field(default_factory=Counter)
    undecided_by_rule: Counter[int] = field(default_factory=Counter)
    by_source: Counter[str] = field(default_factory=Counter)

    @property
    def read(self) -> int:
        """How many events were read, those without a verdict counted."""
        return self.matched + self.not_matched + self.malformed + self.undecided

    def moved(self, lines: int) -> ScanResult:
        """The same, with so many lines of the file before it."""
        if not lines:
            return self
        return replace(
            self,
            first_comma=self.first_comma + lines if self.commas else 0,
            kept_events=[replace(event, line=event.line + lines) for event in self.kept_events],
            misses=[replace(event, line=event.line + lines) for event in self.misses],
            faults=[fault.moved(lines) for fault in self.faults],
        )

    @classmethod
    def joined(cls, parts: Iterable[ScanResult]) -> ScanResult:
        """What was found in several pieces, one after the other; the places are taken as they are."""
        whole = cls()
        kept_lines = []
        for part in parts:
            whole.lines += part.lines
            whole.matched += part.matched
            whole.not_matched += part.not_matched
            whole.malformed += part.malformed
            whole.undecided += part.undecided
            whole.ignoring_data += part.ignoring_data
            whole.by_source.update(part.by_source)
            whole.first_comma = whole.first_comma or part.first_comma
            whole.commas += part.commas
            whole.kept += part.kept
            whole.kept_events += part.kept_events
            whole.misses += part.misses
            whole.faults += part.faults
            whole.by_rule.update(part.by_rule)
            whole.undecided_by_rule.update(part.undecided_by_rule)
            kept_lines.append(part.kept_lines)
        whole.kept_lines = b"".join(kept_lines)
        return whole

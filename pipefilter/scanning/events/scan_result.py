"""The result for a part of traffic: counts, the events to keep, and the events without a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import field, replace

from pipefilter.dataclass import dataclass
from pipefilter.errors import Problem

__all__ = ["EventPart", "Fault", "KeptEvent", "ScanOptions", "ScanResult"]


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """What to collect.

    Args:
        lines: the kept events as lines of bytes.
        events: the kept events one by one, with their places.
        inverted: keep the events that do not match instead of those that do.
        limit: stop after so many kept events; 0 for all.
        misses: the number of events that do not match to collect, with their places.
        faults: the number of malformed events to collect, with their places and problems.
        strict: stop at the first malformed event.
        unchecked: do not read lines that cannot match, so that malformed ones are not detected.
    """

    lines: bool = False
    events: bool = False
    inverted: bool = False
    limit: int = 0
    misses: int = 0
    faults: int = 0
    strict: bool = False
    unchecked: bool = False


@dataclass(frozen=True, slots=True)
class KeptEvent:
    """An event with the line and the column of its start, from 1.

    Args:
        rules: with several patterns, the numbers of those that match.
        pointer: JSON pointer to it in its event, if it is a record in a wrapper.
        source: the name of the source for which its data was decoded; "" if it was evaluated as it is.
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
        source: the name of the source for which its data was decoded; "" if it was evaluated as it is.
        problem: if it is not a record at all.
        without_verdict: the numbers of the patterns without a verdict on it; the others have one.
        ignores_data: whether it matches although conditions on its data were ignored, as the data has a different format.
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
    """An event or record without a verdict, with the line and the column of the start of the event, from 1.

    Args:
        problem: if it is not an event; its place is in the file.
        is_undecided: whether it is a record that can be read, but has no verdict.
        rules: with several patterns, the numbers of those without a verdict on it.
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
        """The same after more lines at the start of the file."""
        problem = self.problem and self.problem.moved(lines, 0)
        return replace(self, line=self.line + lines, problem=problem)


@dataclass(slots=True)
class ScanResult:
    """The result of a scan.

    Args:
        lines: the number of lines of the file that were read.
        undecided: the number of records that can be read, but have no verdict.
        commas: the number of events with a comma between them and another, which is ignored.
        first_comma: the line on which the first of those starts.
        kept_lines: the kept events, newline-separated, if `ScanOptions.lines`.
        kept_events: the kept events, if `ScanOptions.events`.
        misses: the first events that do not match, as many as `ScanOptions.misses`.
        faults: the first events without a verdict, as many as `ScanOptions.faults`.
        by_rule: with several patterns, the number of events that match each, by its number.
        undecided_by_rule: with several patterns, the number of records without a verdict for each, by its number.
        ignoring_data: the number of records that match although conditions on their data were ignored.
        by_source: the number of records that were decoded for each source, by its name.
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
        """The number of events that were read, including those without a verdict."""
        return self.matched + self.not_matched + self.malformed + self.undecided

    def moved(self, lines: int) -> ScanResult:
        """The same after more lines at the start of the file."""
        if not lines:
            return self
        return replace(
            self,
            first_comma=self.first_comma + lines if self.commas else 0,
            kept_events=[replace(event, line=event.line + lines) for event in self.kept_events],
            misses=[replace(event, line=event.line + lines) for event in self.misses],
            faults=[fault.moved(lines) for fault in self.faults],
        )

    def add_counts(self, part: ScanResult) -> None:
        """Add the counts of another part, but not its lines and events."""
        self.matched += part.matched
        self.not_matched += part.not_matched
        self.malformed += part.malformed
        self.undecided += part.undecided
        self.ignoring_data += part.ignoring_data
        self.commas += part.commas
        self.kept += part.kept
        self.by_rule.update(part.by_rule)
        self.undecided_by_rule.update(part.undecided_by_rule)
        self.by_source.update(part.by_source)

    @classmethod
    def joined(cls, parts: Iterable[ScanResult]) -> ScanResult:
        """The result for several parts together, in their order; places stay as they are."""
        whole = cls()
        kept_lines = []
        for part in parts:
            whole.add_counts(part)
            whole.lines += part.lines
            whole.first_comma = whole.first_comma or part.first_comma
            whole.kept_events += part.kept_events
            whole.misses += part.misses
            whole.faults += part.faults
            kept_lines.append(part.kept_lines)
        whole.kept_lines = b"".join(kept_lines)
        return whole

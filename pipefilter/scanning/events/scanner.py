"""The interface of scanners, and their verdicts on the lines of a block."""

from __future__ import annotations

from dataclasses import field
from typing import Protocol

from pipefilter.dataclass import dataclass
from pipefilter.matching.event_text import Event
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.scan_result import EventPart
from pipefilter.scanning.events.wrapper_rule import WrapperRule

__all__ = ["ScannedLines", "Scanner", "ScannerSource"]


@dataclass(slots=True)
class ScannedLines:
    """The verdicts on the lines of a block.

    Args:
        matched: the indexes of lines that are events that match, ascending.
        undecided: the indexes of lines that must be evaluated in another way, ascending; this includes all lines that
            are blank or do not start with `{`.
        handed_over: the number of lines that the matcher evaluated, as looking up single fields was not enough.
        rules: with several patterns, the numbers of those that match, for each line in `matched`.
        sources: the names of the sources for which the data of lines was decoded.
    """

    matched: list[int] = field(default_factory=list)
    undecided: list[int] = field(default_factory=list)
    handed_over: int = 0
    rules: dict[int, tuple[int, ...]] = field(default_factory=dict)
    sources: dict[int, str] = field(default_factory=dict)


class ScannerSource(Protocol):
    """Filters that are sent to each process, which makes a scanner from them."""

    def scanner(self) -> Scanner:
        """Make the scanner."""

    def rule(self) -> WrapperRule:
        """Which objects are wrappers of records."""


class Scanner(Protocol):
    """One pattern or several, prepared for evaluating many lines."""

    def scan(self, lines: Lines) -> ScannedLines:
        """Evaluate the lines of a block."""

    def candidates(self, lines: Lines) -> set[int] | None:
        """The offsets of line feeds before all lines that may match (-1 for the first line); None if each line must be read.

        Args:
            lines: of which each starts like an object.
        """

    def verdict(self, event: Event) -> bool | tuple[int, ...] | list[EventPart]:
        """The matcher's own verdict: whether the event matches, or the numbers of the patterns that match.

        For records it is a list, as an event may hold several.

        Raises:
            InvalidEvent: it is not JSON, or not a JSON object.
            EventTooIntricate: no verdict within the budget.
        """

"""What a scanner says of the lines of a block, and what a scanner is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

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
        undecided: the indexes of lines to be judged otherwise, ascending; those that are blank or do not begin
            with `{` are always among them.
        handed_over: how many lines were judged by the matcher, since a look at single fields left it open.
        rules: with several patterns, the numbers of those that match, for each line in `matched`.
    """

    matched: list[int] = field(default_factory=list)
    undecided: list[int] = field(default_factory=list)
    handed_over: int = 0
    rules: dict[int, tuple[int, ...]] = field(default_factory=dict)


class ScannerSource(Protocol):
    """Filters as they are sent to each process, where a scanner is made of them."""

    def scanner(self) -> Scanner:
        """Make the scanner."""

    def rule(self) -> WrapperRule:
        """By which objects are wrappers of records."""


class Scanner(Protocol):
    """One pattern, or several, made ready to judge many lines."""

    def scan(self, lines: Lines) -> ScannedLines:
        """Judge the lines of a block.

        Args:
            lines: of the block.
        """

    def verdict(self, event: Event) -> bool | tuple[int, ...] | list[EventPart]:
        """The verdict of the matcher itself: whether it matches, or the numbers of the patterns that do.

        Of records it is a list: an event may hold several.

        Args:
            event: JSON text, UTF-8 bytes, or a dict.

        Raises:
            InvalidEvent: it is no JSON object, or no JSON.
            EventTooIntricate: no verdict within the budget.
        """

"""The lines of a block judged by the matcher, each by itself: where no native reader is installed, or sure enough."""

from __future__ import annotations

from pipefilter.errors import EventTooIntricate, InvalidEvent
from pipefilter.matching.compile import Matcher
from pipefilter.matching.event_text import Event
from pipefilter.scanning.scanned_lines import ScannedLines

__all__ = ["EachLine"]


class EachLine:
    """One pattern made ready to judge many lines.

    Args:
        matcher: of the pattern.
    """

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher

    def scan(self, data: bytes, lines: list[bytes]) -> ScannedLines:  # noqa: D102 - as Scanner says
        del data
        found = ScannedLines()
        matches = self._matcher.matches
        for number, line in enumerate(lines):
            if not line.startswith(b"{"):
                found.undecided.append(number)
                continue
            try:
                if matches(line):
                    found.matched.append(number)
            except (InvalidEvent, EventTooIntricate):
                found.undecided.append(number)
            else:
                found.handed_over += 1
        return found

    def verdict(self, event: Event) -> bool:  # noqa: D102 - as Scanner says
        return self._matcher.matches(event)

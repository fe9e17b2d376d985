"""The lines of a block judged by the matcher, each by itself: where no native reader is installed, or sure enough."""

from __future__ import annotations

from pipefilter.errors import EventTooIntricate
from pipefilter.json_text.tree import lone_object
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
        matches = self._matcher.matches_tree
        for number, line in enumerate(lines):
            try:
                # a line may hold several events, of which the matcher would read the first alone
                tree = lone_object(line.decode()) if line.startswith(b"{") else None
                if tree is None:
                    found.undecided.append(number)
                    continue
                if matches(tree):
                    found.matched.append(number)
            except (UnicodeDecodeError, EventTooIntricate):
                found.undecided.append(number)
            else:
                found.handed_over += 1
        return found

    def verdict(self, event: Event) -> bool:  # noqa: D102 - as Scanner says
        return self._matcher.matches(event)

"""The lines of a block judged by the matcher, each by itself: where no native reader is installed, or sure enough."""

from __future__ import annotations

from collections.abc import Callable

from pipefilter.errors import EventTooIntricate
from pipefilter.json_text.tree import Json, lone_object
from pipefilter.matching.event_text import Event, event_tree
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.scanner import ScannedLines

__all__ = ["MatcherScanner"]


class MatcherScanner:
    """One pattern, or several, made ready to judge many lines.

    Args:
        verdict: the verdict on an event that is read already: whether it matches, or the numbers of the patterns
            that do.
    """

    def __init__(self, verdict: Callable[[Json], bool | list[int]]) -> None:
        self._verdict = verdict

    def scan(self, lines: Lines) -> ScannedLines:  # noqa: D102 - as Scanner says
        found = ScannedLines()
        verdict_on = self._verdict
        for number, line in enumerate(lines):
            try:
                # a line may hold several events, of which the matcher would read the first alone
                tree = lone_object(line.decode()) if line.startswith(b"{") else None
                if tree is None:
                    found.undecided.append(number)
                    continue
                verdict = verdict_on(tree)
                if verdict:
                    found.matched.append(number)
                    if verdict is not True:
                        found.rules[number] = tuple(verdict)
            except (UnicodeDecodeError, EventTooIntricate):
                found.undecided.append(number)
            else:
                found.handed_over += 1
        return found

    def verdict(self, event: Event) -> bool | tuple[int, ...]:  # noqa: D102 - as Scanner says
        verdict = self._verdict(event_tree(event))
        return verdict if isinstance(verdict, bool) else tuple(verdict)

"""The fallback scanner: the matcher evaluates each line, where the native reader is missing or not certain enough."""

from __future__ import annotations

from collections.abc import Callable

from pipefilter.errors import EventTooIntricate
from pipefilter.json_text.tree import Json, single_object
from pipefilter.matching.event_text import Event, event_tree
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.scanner import ScannedLines

__all__ = ["MatcherScanner"]


class MatcherScanner:
    """Evaluates lines with the matcher of one pattern or several.

    Args:
        verdict: returns the verdict on a parsed event: whether it matches, or the numbers of the patterns that match.
    """

    def __init__(self, verdict: Callable[[Json], bool | list[int]]) -> None:
        self._verdict = verdict

    def scan(self, lines: Lines) -> ScannedLines:  # noqa: D102 - as Scanner says
        scanned = ScannedLines()
        verdict_on = self._verdict
        for number, line in enumerate(lines):
            try:
                # a line may have several events, of which the matcher would read only the first
                tree = single_object(line.decode()) if line.startswith(b"{") else None
                if tree is None:
                    scanned.undecided.append(number)
                    continue
                verdict = verdict_on(tree)
                if verdict:
                    scanned.matched.append(number)
                    if verdict is not True:
                        scanned.rules[number] = tuple(verdict)
            except (UnicodeDecodeError, EventTooIntricate):
                scanned.undecided.append(number)
            else:
                scanned.handed_over += 1
        return scanned

    def verdict(self, event: Event) -> bool | tuple[int, ...]:  # noqa: D102 - as Scanner says
        verdict = self._verdict(event_tree(event))
        return verdict if isinstance(verdict, bool) else tuple(verdict)

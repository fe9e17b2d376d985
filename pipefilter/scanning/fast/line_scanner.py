"""The lines of a block judged by a native JSON reader, as far as that is certain to give AWS's verdict.

Each line that is decided here has been read whole: what is not JSON is never taken for an event that does not
match. Lines for which anything is uncertain are left undecided, for the matcher to read them as AWS does.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipefilter.errors import EventTooIntricate, InvalidEvent
from pipefilter.language.branches import branches_of
from pipefilter.matching.compile import Matcher
from pipefilter.matching.event_text import Event
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.scanning.bytes.native import Parser
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.scanner import ScannedLines
from pipefilter.scanning.fast.named_needles import named_needles
from pipefilter.scanning.fast.needle_choice import NeedleChoice
from pipefilter.scanning.fast.needles import needle_sets
from pipefilter.scanning.fast.projected_array import UNCLEAR, WRONG
from pipefilter.scanning.fast.projection import Projection, projection_of
from pipefilter.scanning.fast.safe_lines import max_line_size, safe_lines

__all__ = ["LineScanner", "line_scanner"]


class LineScanner:
    """One pattern made ready to judge many lines.

    Args:
        matcher: of the pattern.
        projection: of the pattern.
        choice: of the pattern's needles.
    """

    def __init__(self, matcher: Matcher, projection: Projection, choice: NeedleChoice) -> None:
        self._matcher = matcher
        self._projection = projection
        self._choice = choice
        self._parse = Parser().parse
        fields = {
            id(field): field for branch in branches_of(matcher.pattern) for field in branch.fields.values()
        }
        self._max_size = max_line_size(
            sum(FieldPredicate(field.alternatives).weight for field in fields.values())
        )

    def scan(self, lines: Lines) -> ScannedLines:  # noqa: D102 - as Scanner says
        found, data = ScannedLines(), lines.data
        numbered = safe_lines(lines, found.undecided, self._max_size)
        rare = self._choice.rare_in(data, len(lines))
        if rare is None:
            self._judge(numbered, found, whole=data)
        elif not rare.needles:
            self._read(numbered, found)
        else:
            hits = self._hits(rare.lines(lines), numbered, found)
            self._judge(hits, found, whole=data if 2 * len(hits) > len(lines) else None)
        self._projection.settle()
        found.undecided.sort()
        return found

    def verdict(self, event: Event) -> bool:  # noqa: D102 - as Scanner says
        return self._matcher.matches(event)

    def _read(self, numbered: Iterable[tuple[int, bytes]], found: ScannedLines) -> None:
        """None of the lines can match: only see that each is an event."""
        parse = self._parse
        rest = iter(numbered)
        while True:
            number = -1
            try:
                for number, line in rest:  # noqa: B007 - told when one is no JSON
                    parse(line)
            except (ValueError, RuntimeError):
                found.undecided.append(number)
            else:
                return

    def _hits(
        self, with_needle: set[int], numbered: Iterable[tuple[int, bytes]], found: ScannedLines
    ) -> list[tuple[int, bytes]]:
        """The lines with a needle; of the others, only see that each is an event."""
        parse = self._parse
        hits = []
        for numbered_line in numbered:
            number, line = numbered_line
            if number in with_needle:
                hits.append(numbered_line)
                continue
            try:
                parse(line)
            except (ValueError, RuntimeError):
                found.undecided.append(number)
        return hits

    def _judge(
        self, numbered: Iterable[tuple[int, bytes]], found: ScannedLines, *, whole: bytes | None
    ) -> None:
        """Judge lines; `whole` are the bytes in which to look for hidden names, if not line by line."""
        parse, judge, may_hide = self._parse, self._projection.judge, self._projection.may_hide
        hidden = None if whole is not None and not may_hide(whole) else may_hide
        sure_matches = not self._projection.takes_absence
        matched, undecided = found.matched, found.undecided
        for number, line in numbered:
            try:
                # the parsed line must be let go before the next is parsed, so it has no name here
                verdict = judge(parse(line), line)  # type: ignore[arg-type]  # an Object
            except (ValueError, RuntimeError):
                undecided.append(number)
                continue
            if verdict == WRONG:
                if not hidden or not hidden(line):
                    continue
            elif verdict != UNCLEAR and (sure_matches or not hidden or not hidden(line)):
                matched.append(number)
                continue
            found.handed_over += 1
            try:
                if self._matcher.matches(line):
                    matched.append(number)
            except (InvalidEvent, EventTooIntricate):
                undecided.append(number)


def line_scanner(matcher: Matcher) -> LineScanner | None:
    """The scanner for a pattern; None if looking at single fields is not certain enough for it.

    Args:
        matcher: of the pattern.
    """
    projection = projection_of(matcher.pattern)
    if projection is None:
        return None
    pattern = matcher.pattern
    choice = NeedleChoice(needle_sets(pattern), named_needles(pattern), projection)
    return LineScanner(matcher, projection, choice)

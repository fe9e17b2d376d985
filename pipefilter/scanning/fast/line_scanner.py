"""Evaluates the lines of a block for one pattern with a native JSON reader, where that certainly gives AWS's verdict.

Every line that is decided here was parsed as a whole: text that is not JSON never counts as an event that does not
match. Lines with any uncertainty stay undecided, so that the matcher reads them as AWS does.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipefilter.errors import EventTooIntricate, InvalidEvent
from pipefilter.matching.event_text import Event
from pipefilter.matching.matcher import Matcher
from pipefilter.matching.projection.projected_array import NO_MATCH, UNCLEAR
from pipefilter.matching.projection.projection import Projection, make_projection
from pipefilter.native_libraries.json_reader import Parser
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.scanner import ScannedLines
from pipefilter.scanning.fast.needle_choice import NeedleChoice
from pipefilter.scanning.fast.needles import named_needles, needle_sets
from pipefilter.scanning.fast.safe_lines import safe_lines

__all__ = ["LineScanner", "line_scanner"]

_FEW = 0.2
"""If fewer lines than this share may match, parsing them twice costs less than separating them from the others."""


class LineScanner:
    """One pattern, prepared for evaluating many lines."""

    def __init__(self, matcher: Matcher, projection: Projection, choice: NeedleChoice) -> None:
        self._matcher = matcher
        self._projection = projection
        self._choice = choice
        self._parse = Parser().parse

    def scan(self, lines: Lines) -> ScannedLines:  # noqa: D102 - as Scanner says
        scanned, data = ScannedLines(), lines.data
        numbered = safe_lines(lines, scanned.undecided, self._projection.max_size)
        rare = None if lines.are_candidates else self._choice.rare_in(data, len(lines))
        if rare is None:
            self._evaluate(numbered, scanned, whole=data)
        elif not rare.needles:
            if scanned.undecided or not self._are_json(lines):
                self._parse_only(numbered, scanned)
        else:
            with_needle = rare.lines(lines)
            if len(with_needle) < _FEW * len(lines) and not scanned.undecided and self._are_json(lines):
                hits = [(number, lines[number]) for number in sorted(with_needle)]
            else:
                hits = self._hits(with_needle, numbered, scanned)
            self._evaluate(hits, scanned, whole=data if 2 * len(hits) > len(lines) else None)
        self._projection.settle()
        scanned.undecided.sort()
        return scanned

    def candidates(self, lines: Lines) -> set[int] | None:  # noqa: D102 - as Scanner says
        rare = self._choice.rare_in(lines.data, len(lines))
        return None if rare is None else rare.line_starts(lines.data)

    def verdict(self, event: Event) -> bool:  # noqa: D102 - as Scanner says
        return self._matcher.matches(event)

    def _are_json(self, lines: Lines) -> bool:
        """Whether all lines are JSON; without counting them, which takes a tenth of the time."""
        parse = self._parse
        try:
            for line in lines:
                parse(line)
        except (ValueError, RuntimeError):
            return False
        return True

    def _parse_only(self, numbered: Iterable[tuple[int, bytes]], scanned: ScannedLines) -> None:
        """Parse lines that cannot match, only to find those that are not JSON."""
        parse = self._parse
        rest = iter(numbered)
        while True:
            number = -1
            try:
                for number, line in rest:  # noqa: B007 - needed if the line is not JSON
                    parse(line)
            except (ValueError, RuntimeError):
                scanned.undecided.append(number)
            else:
                return

    def _hits(
        self, with_needle: set[int], numbered: Iterable[tuple[int, bytes]], scanned: ScannedLines
    ) -> list[tuple[int, bytes]]:
        """The lines with a needle; the others are parsed, only to find those that are not JSON."""
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
                scanned.undecided.append(number)
        return hits

    def _evaluate(
        self, numbered: Iterable[tuple[int, bytes]], scanned: ScannedLines, *, whole: bytes | None
    ) -> None:
        """Evaluate lines; `whole` are the bytes to search for hidden names, if not line by line."""
        parse, evaluate, may_hide = self._parse, self._projection.evaluate, self._projection.may_hide
        hidden = None if whole is not None and not may_hide(whole) else may_hide
        matches_are_certain = not self._projection.matches_absence
        matched, undecided = scanned.matched, scanned.undecided
        for number, line in numbered:
            try:
                # the parsed line must be freed before the next is parsed, so it has no name here
                verdict = evaluate(parse(line), line)  # type: ignore[arg-type]  # an Object
            except (ValueError, RuntimeError):
                undecided.append(number)
                continue
            if verdict == NO_MATCH:
                if not hidden or not hidden(line):
                    continue
            elif verdict != UNCLEAR and (matches_are_certain or not hidden or not hidden(line)):
                matched.append(number)
                continue
            scanned.handed_over += 1
            try:
                if self._matcher.matches(line):
                    matched.append(number)
            except (InvalidEvent, EventTooIntricate):
                undecided.append(number)


def line_scanner(matcher: Matcher) -> LineScanner | None:
    """The scanner for a pattern; None if looking up single fields is not certain enough for it."""
    projection = make_projection(matcher.pattern)
    if projection is None:
        return None
    pattern = matcher.pattern
    choice = NeedleChoice(needle_sets(pattern), named_needles(pattern), projection)
    return LineScanner(matcher, projection, choice)

"""Evaluates the lines of a block for one pattern with a native JSON reader, where that certainly gives AWS's verdict.

Every line that is decided here was parsed as a whole: text that is not JSON never counts as an event that does not
match. Lines with any uncertainty stay undecided, so that the matcher reads them as AWS does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from pipefilter.errors import EventTooIntricate, InvalidEvent
from pipefilter.matching.event_text import Event
from pipefilter.matching.matcher import Matcher
from pipefilter.matching.projection.projected_array import NO_MATCH, UNCLEAR
from pipefilter.matching.projection.projection import Projection, make_projection
from pipefilter.native_libraries.byte_search import count
from pipefilter.native_libraries.json_reader import Object, Parser
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.scanner import ScannedLines
from pipefilter.scanning.fast.line_document import LineDocument, NotADocument
from pipefilter.scanning.fast.needle_choice import NeedleChoice, RareNeedles
from pipefilter.scanning.fast.needles import named_needles, needle_sets
from pipefilter.scanning.fast.safe_lines import safe_lines

__all__ = ["LineScanner", "line_scanner"]

_FEW = 0.2
"""If fewer lines than this share may match, parsing them twice costs less than separating them from the others."""
_WORTH_EXCLUDING = 0.4
"""If the first field leaves a larger share of the lines, evaluating all of them at once costs less."""
_WAIT = 16
"""The number of blocks after which that is tried again."""
_SEARCHED = 3_000
"""Bytes of a block for each of its lines to evaluate: with more, searching line by line costs less than the whole block."""

_MayHide: TypeAlias = Callable[[bytes], bool]


class LineScanner:
    """One pattern, prepared for evaluating many lines."""

    def __init__(self, matcher: Matcher, projection: Projection, choice: NeedleChoice) -> None:
        self._matcher = matcher
        self._projection = projection
        self._choice = choice
        self._parse = Parser().parse
        self._document = LineDocument()
        self._wait = 0

    def scan(self, lines: Lines) -> ScannedLines:  # noqa: D102 - as Scanner says
        rare = None if lines.are_candidates else self._choice.rare_in(lines.data, len(lines))
        scanned = self._scan_document(rare, lines)
        if scanned is None:
            scanned = ScannedLines()
            numbered, total = safe_lines(lines, scanned.undecided, self._projection.max_size), len(lines)
            if rare is not None:
                numbered = hits = self._hits(rare.lines(lines), numbered, scanned)
                total = len(hits)
            self._evaluate(numbered, scanned, self._hidden(lines.data, total))
        self._projection.settle()
        scanned.undecided.sort()
        return scanned

    def _scan_document(self, rare: RareNeedles | None, lines: Lines) -> ScannedLines | None:
        """Scan all lines as one document; None if each must be read by itself."""
        scanned, document, max_size = ScannedLines(), self._document, self._projection.max_size
        try:
            if rare is None:
                hits = self._not_excluded(lines)
            else:
                hits = rare.lines_of(lines.data)
                if len(hits) >= _FEW * len(lines):
                    self._evaluate_hits(
                        hits, document.events(lines, max_size), scanned, self._hidden(lines.data, len(hits))
                    )
                    return scanned
                if not document.are_events(lines, max_size):
                    return None
        except (ValueError, RuntimeError):  # `NotADocument`, or an error that leaves a single line undecided
            return None
        self._evaluate(hits.items(), scanned, self._hidden(lines.data, len(hits)))
        return scanned

    def _not_excluded(self, lines: Lines) -> dict[int, bytes]:
        """The lines that the first field of the pattern does not exclude, by index; it must be once in each line.

        Another value of the field would have its last name, too; so if each line has a value, and the name is in the block
        as often as there are lines, no line has two.

        Raises:
            NotADocument: that is not certain, or takes more time than it saves.
        """
        if self._wait:
            self._wait -= 1
            raise NotADocument
        field, data, total = self._projection.first_field(), lines.data, len(lines)
        self._wait = _WAIT
        if field is None or count(data, field.path.quoted[-1]) != total or self._projection.may_hide(data):
            raise NotADocument
        excludes = field.excludes
        possible = []
        try:
            for index, event in enumerate(self._document.events(lines, self._projection.max_size)):
                if not excludes(event):
                    possible.append(index)
        except (KeyError, TypeError):  # one line lacks the field, so another may have it twice
            raise NotADocument from None
        if len(possible) < _WORTH_EXCLUDING * total:
            self._wait = 0
        field.mismatches += total - len(possible)
        return {index: lines[index] for index in possible}

    def candidates(self, lines: Lines) -> set[int] | None:  # noqa: D102 - as Scanner says
        rare = self._choice.rare_in(lines.data, len(lines))
        return None if rare is None else rare.line_starts(lines.data)

    def verdict(self, event: Event) -> bool:  # noqa: D102 - as Scanner says
        return self._matcher.matches(event)

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
        self, numbered: Iterable[tuple[int, bytes]], scanned: ScannedLines, hidden: _MayHide | None
    ) -> None:
        """Evaluate lines."""
        parse, evaluate, add = self._parse, self._projection.evaluate, self._add
        for number, line in numbered:
            try:
                # the parsed line must be freed before the next is parsed, so it has no name here
                verdict = evaluate(parse(line), line)  # type: ignore[arg-type]  # an Object
            except (ValueError, RuntimeError):
                scanned.undecided.append(number)
                continue
            if verdict != NO_MATCH or hidden:
                add(scanned, number, line, verdict, hidden)

    def _evaluate_hits(
        self,
        hits: Mapping[int, bytes],
        events: Iterable[Object],
        scanned: ScannedLines,
        hidden: _MayHide | None,
    ) -> None:
        """Evaluate some of the lines of a document, by index."""
        evaluate, add = self._projection.evaluate, self._add
        for number, event in enumerate(events):
            if number in hits:
                line = hits[number]
                verdict = evaluate(event, line)
                if verdict != NO_MATCH or hidden:
                    add(scanned, number, line, verdict, hidden)

    def _hidden(self, data: bytes, lines: int) -> _MayHide | None:
        """The function to search each of some lines for hidden names; None if it is certain that they have none.

        Args:
            lines: the number of lines.
        """
        may_hide = self._projection.may_hide
        return None if len(data) < _SEARCHED * lines and not may_hide(data) else may_hide

    def _add(
        self, scanned: ScannedLines, number: int, line: bytes, verdict: int, hidden: _MayHide | None
    ) -> None:
        """Add a verdict, unless it is uncertain, so that the matcher must evaluate the line."""
        if verdict == NO_MATCH:
            if not hidden or not hidden(line):
                return
        elif verdict != UNCLEAR and (not self._projection.matches_absence or not hidden or not hidden(line)):
            scanned.matched.append(number)
            return
        scanned.handed_over += 1
        try:
            if self._matcher.matches(line):
                scanned.matched.append(number)
        except (InvalidEvent, EventTooIntricate):
            scanned.undecided.append(number)


def line_scanner(matcher: Matcher) -> LineScanner | None:
    """The scanner for a pattern; None if looking up single fields is not certain enough for it."""
    projection = make_projection(matcher.pattern)
    if projection is None:
        return None
    pattern = matcher.pattern
    choice = NeedleChoice(needle_sets(pattern), named_needles(pattern), projection)
    return LineScanner(matcher, projection, choice)

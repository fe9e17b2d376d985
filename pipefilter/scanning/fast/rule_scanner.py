"""Evaluates the lines of a block for many patterns: of each event, only the few values are read that lead to patterns."""

from __future__ import annotations

from pipefilter.errors import EventTooIntricate, InvalidEvent
from pipefilter.matching.event_text import Event, event_tree
from pipefilter.matching.projection.rule_projection import RuleProjection, rule_projection
from pipefilter.matching.projection.safe_text import max_safe_size
from pipefilter.matching.rule_set import RuleSet
from pipefilter.native_libraries.json_reader import Parser
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.scanner import ScannedLines
from pipefilter.scanning.fast.safe_lines import safe_lines

__all__ = ["RuleScanner", "rule_scanner"]


class RuleScanner:
    """Many patterns, which must not change, prepared for evaluating many lines."""

    def __init__(self, rules: RuleSet, projection: RuleProjection) -> None:
        self._rules = rules
        self._projection = projection
        self._parse = Parser().parse
        # the index leads to a few fields, each of which is evaluated once for all rules
        self._max_size = max_safe_size(rules.field_weight)

    def scan(self, lines: Lines) -> ScannedLines:  # noqa: D102 - as Scanner says
        scanned = ScannedLines()
        parse, look, may_hide = self._parse, self._projection.evaluate, self._projection.may_hide
        hidden = may_hide if may_hide(lines.data) else None
        for number, line in safe_lines(lines, scanned.undecided, self._max_size):
            try:
                # the parsed line must be freed before the next is parsed, so it has no name here
                rules = look(parse(line), line)  # type: ignore[arg-type]  # an Object
            except (ValueError, RuntimeError):
                scanned.undecided.append(number)
                continue
            if rules is None or (hidden and hidden(line)):
                scanned.handed_over += 1
                try:
                    rules = self.verdict(line)
                except (InvalidEvent, EventTooIntricate):
                    scanned.undecided.append(number)
                    continue
            if rules:
                scanned.matched.append(number)
                scanned.rules[number] = rules
        scanned.undecided.sort()
        return scanned

    def candidates(self, _lines: Lines) -> set[int] | None:  # noqa: D102 - as Scanner says
        return None

    def verdict(self, event: Event) -> tuple[int, ...]:  # noqa: D102 - as Scanner says
        return tuple(self._rules.numbers_matching(event_tree(event)))


def rule_scanner(rules: RuleSet) -> RuleScanner | None:
    """The scanner for many patterns; None if looking up single fields is not certain enough for them, or too slow."""
    projection = rule_projection(rules.index, rules.steps_by_path())
    return None if projection is None else RuleScanner(rules, projection)

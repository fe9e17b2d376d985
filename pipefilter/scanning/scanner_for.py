"""Chooses the fastest scanner for a pattern, or for many, that certainly has the same verdicts as the matcher."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipefilter.errors import EventTooIntricate
from pipefilter.json_text.tree import Json, single_object
from pipefilter.language.event_pattern import EventPattern
from pipefilter.matching.event_text import Event, event_tree
from pipefilter.matching.matcher import Matcher
from pipefilter.matching.rule_set import RuleSet
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.scanner import ScannedLines, Scanner

__all__ = ["MatcherScanner", "scanner_for", "scanner_for_rules"]


def scanner_for(pattern: EventPattern) -> Scanner:
    """The scanner for a pattern."""
    matcher = Matcher(pattern)
    fallback = MatcherScanner(matcher.matches_tree)
    try:
        from pipefilter.scanning.fast.line_scanner import line_scanner
    except ImportError:
        return fallback
    return line_scanner(matcher) or fallback


def scanner_for_rules(patterns: Mapping[str, EventPattern]) -> Scanner:
    """The scanner for many patterns; their numbers are their places in the mapping, from 0."""
    rules = RuleSet(patterns)
    fallback = MatcherScanner(rules.numbers_matching)
    try:
        from pipefilter.scanning.fast.rule_scanner import rule_scanner
    except ImportError:
        return fallback
    return rule_scanner(rules) or fallback


class MatcherScanner:
    """Evaluates lines by a verdict on the parsed event: whether it matches, or the numbers of the patterns that do."""

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

    def candidates(self, _lines: Lines) -> set[int] | None:  # noqa: D102 - as Scanner says
        return None

    def verdict(self, event: Event) -> bool | tuple[int, ...]:  # noqa: D102 - as Scanner says
        verdict = self._verdict(event_tree(event))
        return verdict if isinstance(verdict, bool) else tuple(verdict)

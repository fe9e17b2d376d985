"""Chooses the fastest scanner for a pattern, or for many, that certainly has the same verdicts as the matcher."""

from __future__ import annotations

from collections.abc import Mapping

from pipefilter.language.event_pattern import EventPattern
from pipefilter.matching.matcher import Matcher
from pipefilter.matching.rule_set import RuleSet
from pipefilter.scanning.events.scanner import Scanner
from pipefilter.scanning.matcher_scanner import MatcherScanner

__all__ = ["scanner_for", "scanner_for_rules"]


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

"""Prints why a pattern or filter criteria are not valid."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.application.pattern_text import PatternText
from pipefilter.cli.terminal.output import message, print_json
from pipefilter.errors import InvalidEventPattern, Problem
from pipefilter.formats.invalid_text import event_hint, invalid_text, problems_text
from pipefilter.language.filter_criteria import filter_number

__all__ = ["is_event", "print_invalid", "report_event", "report_invalid", "report_problems"]


def report_invalid(error: InvalidEventPattern, pattern: PatternText, *, as_json: bool) -> None:
    """Print why a pattern or filter criteria are not valid."""
    if not as_json:
        print_invalid(error, pattern, pattern.name)
        return
    report_problems(error.problems, filter_number(error), pattern.name, as_json=True)
    report_event(pattern)


def print_invalid(error: InvalidEventPattern, pattern: PatternText, name: str) -> None:
    """Print why a pattern or filter criteria are invalid, as messages; for an event, only the first problem and a hint."""
    for text in invalid_text(error, pattern, name):
        message(text)


def report_problems(problems: Sequence[Problem], number: int, name: str, *, as_json: bool) -> None:
    """Print why a filter is rejected; its number is 0 for a bare pattern, or for the list as a whole."""
    if as_json:
        from pipefilter.formats.invalid_json import invalid_filters_json

        print_json(invalid_filters_json(name, problems, number))
        return
    for text in problems_text(problems, number, name):
        message(text)


def report_event(pattern: PatternText) -> None:
    """Print a hint if the invalid pattern is an event."""
    if hint := event_hint(pattern):
        message(hint)


def is_event(pattern: PatternText) -> bool:
    """Whether an invalid pattern is an event, or several."""
    return bool(event_hint(pattern))

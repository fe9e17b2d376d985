"""Prints why a pattern or filter criteria are not valid."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.application.pattern_text import PatternText
from pipefilter.cli.terminal.output import message, print_json, print_problem
from pipefilter.errors import InvalidEventPattern, Problem, UnreadableInput
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
    problems = error.problems[:1] if _event_kind(pattern) else error.problems
    report_problems(problems, filter_number(error), name, as_json=False)
    report_event(pattern)


def report_problems(problems: Sequence[Problem], number: int, name: str, *, as_json: bool) -> None:
    """Print why a filter is rejected; its number is 0 for a bare pattern, or for the list as a whole."""
    if as_json:
        from pipefilter.formats.invalid_json import invalid_filters_json

        print_json(invalid_filters_json(name, problems, number))
        return
    for problem in problems:
        print_problem(problem, f"{name} (filter {number})" if number else name, is_result=False)


def report_event(pattern: PatternText) -> None:
    """Print a hint if the invalid pattern is an event."""
    if kind := _event_kind(pattern):
        message(f"hint: {pattern.name} contains {kind}, not a pattern")


def is_event(pattern: PatternText) -> bool:
    """Whether an invalid pattern is an event, or several."""
    return bool(_event_kind(pattern))


def _event_kind(pattern: PatternText) -> str:
    from pipefilter.language.event_recognition import event_kind

    try:
        return event_kind(pattern.decoded())
    except UnreadableInput:
        return ""

"""Why a pattern or filter criteria are not valid, as text for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipefilter.application.pattern_text import PatternText
from pipefilter.errors import InvalidEventPattern, Problem, UnreadableInput
from pipefilter.formats.style import problem_text
from pipefilter.language.filter_criteria import filter_number

__all__ = ["event_hint", "invalid_text", "problems_text"]


def invalid_text(error: InvalidEventPattern, pattern: PatternText, name: str) -> Iterator[str]:
    """Why a pattern or filter criteria are invalid; for an event, only the first problem and a hint."""
    hint = event_hint(pattern)
    yield from problems_text(error.problems[:1] if hint else error.problems, filter_number(error), name)
    if hint:
        yield hint


def problems_text(problems: Sequence[Problem], number: int, name: str) -> Iterator[str]:
    """Why a filter is rejected; its number is 0 for a bare pattern, or for the list as a whole."""
    for problem in problems:
        yield problem_text(problem, f"{name} (filter {number})" if number else name)


def event_hint(pattern: PatternText) -> str:
    """A hint if an invalid pattern is an event, or several; "" if it is not."""
    from pipefilter.language.event_recognition import event_kind

    try:
        kind = event_kind(pattern.decoded())
    except UnreadableInput:
        return ""
    return f"hint: {pattern.name} contains {kind}, not a pattern" if kind else ""

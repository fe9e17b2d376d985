"""Why a pattern or filter criteria are not valid, printed."""

from __future__ import annotations

from pipefilter.application.pattern_text import PatternText
from pipefilter.cli.output import message, print_json, print_problem
from pipefilter.errors import InvalidEventPattern, UnreadableInput
from pipefilter.language.filter_criteria import InvalidFilter

__all__ = ["filter_number", "print_invalid", "report_event", "report_invalid"]


def report_invalid(error: InvalidEventPattern, name: str, *, as_json: bool) -> None:
    """Print why a pattern or filter criteria are not valid.

    Args:
        error: with the reasons.
        name: what to call the filters.
        as_json: whether to print it in a JSON object.
    """
    if as_json:
        line = {"pattern": name, "verdict": "invalid_pattern"}
        print_json(
            {**line, "problems": [problem.as_json() for problem in error.problems], **filter_number(error)}
        )
    else:
        print_invalid(error, name)


def print_invalid(error: InvalidEventPattern, name: str) -> None:
    """Print why a pattern or filter criteria are not valid, as messages.

    Args:
        error: with the reasons.
        name: what to call the filters.
    """
    numbered = "".join(f" (filter {number})" for number in filter_number(error).values())
    for problem in error.problems:
        print_problem(problem, f"{name}{numbered}", is_result=False)


def filter_number(error: InvalidEventPattern) -> dict[str, int]:
    """The member of `--json` that says which filter is not valid; none for a lone pattern, or the list as a whole.

    Args:
        error: with the reasons.
    """
    number = error.number if isinstance(error, InvalidFilter) else 0
    return {"filter": number} if number else {}


def report_event(pattern: PatternText) -> None:
    """Say of what is not a valid pattern that it is an event, if it is one.

    Args:
        pattern: the text.
    """
    from pipefilter.language.event_recognition import event_kind  # noqa: PLC0415 - only for an error

    try:
        kind = event_kind(pattern.decoded())
    except UnreadableInput:
        return
    if kind:
        message(f"hint: {pattern.name} holds {kind}, and is not a pattern")

"""Pipefilter's verdict in the form of AWS's answers."""

from __future__ import annotations

from pipefilter.errors import InvalidEvent, InvalidEventPattern
from pipefilter.matching.matcher import matches
from pipefilter.verification.aws_answer import Answer, refused_pattern

__all__ = ["our_answer"]


def our_answer(pattern: str, event: str) -> Answer:
    """What pipefilter says of a pattern and an event.

    Args:
        pattern: its text.
        event: its text.

    Raises:
        EventTooIntricate: no verdict within the budget.
    """
    try:
        return Answer("match" if matches(pattern, event) else "no_match")
    except InvalidEventPattern as error:
        return refused_pattern(error.aws_message, pattern)
    except InvalidEvent as error:
        return Answer("invalid_event", reason=error.message)

"""The limits on an answer of the page's API and of AWS's call: its memory and its size."""

from __future__ import annotations

from collections.abc import Callable

from pipefilter.serving.http_message import Answer

__all__ = ["SMALLER", "LimitExceeded", "limited"]

MAX_ANSWER = 16 << 20
"""Bytes; an explanation can be several hundred times longer than its input."""

SMALLER = "try a smaller event, or fewer or shorter filters"


class LimitExceeded(Exception):
    """There is no answer, because a limit is exceeded; the message is a sentence for the user."""


def limited(answer: Callable[[], Answer]) -> Answer:
    """The answer that a function returns.

    Raises:
        LimitExceeded: it needs more memory than there is, or is too large.
    """
    try:
        result = answer()
    except MemoryError:
        raise LimitExceeded(f"the evaluation needs too much memory: {SMALLER}") from None
    if len(result.body) > MAX_ANSWER:
        raise LimitExceeded(f"the response is larger than {MAX_ANSWER >> 20} MiB: {SMALLER}")
    return result

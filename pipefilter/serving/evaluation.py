"""How an evaluation may end without an answer; whoever evaluates raises these, and `answers` says them to the client."""

from __future__ import annotations

__all__ = ["EvaluationFailed", "EvaluationTooLong", "ServerBusy"]


class ServerBusy(Exception):
    """Other requests are being evaluated, and this one has no turn; later it may have one."""


class EvaluationTooLong(Exception):
    """No answer was found in the time that one evaluation may take.

    Args:
        seconds: that it may take.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no answer was found within {seconds:g} seconds")


class EvaluationFailed(Exception):
    """The process that evaluated has ended on its own; the message says how."""

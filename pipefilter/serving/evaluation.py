"""The terms of an evaluation: its limits, the worker that does it, and the ways in which it can fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pipefilter.serving.http_message import Answer, Request

__all__ = ["EvaluationFailed", "EvaluationLimits", "EvaluationTooLong", "ServerBusy", "Worker"]


class Worker(Protocol):
    """Evaluates one request at a time, and can be killed meanwhile."""

    def await_ready(self) -> None:
        """Wait until it can evaluate; `EvaluationFailed` if it never will."""

    def answer(self, request: Request) -> Answer:
        """The answer; `EvaluationFailed` if it is killed or ends on its own."""

    def kill(self) -> None:
        """End it, from another thread."""

    def close(self) -> None:
        """Free what it holds; nobody waits for it any more."""


@dataclass(frozen=True, slots=True)
class EvaluationLimits:
    """What bounds the evaluation of requests.

    Args:
        workers: that evaluate at a time.
        spare: further ones that are ready to take over from one that is killed; one at least.
        waiting: requests that may wait for one.
        seconds: that an evaluation may take, and that a request may wait.
        patience: seconds that an evaluation may take if a request waits and a worker is ready to take over.
    """

    workers: int = 6
    spare: int = 2
    waiting: int = 32
    seconds: float = 20.0
    patience: float = 2.0


class ServerBusy(Exception):
    """Other requests are being evaluated, and this one has no turn; it may have one later."""


class EvaluationTooLong(Exception):
    """No answer was found in the time that one evaluation may take."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no answer was found within {seconds:g} seconds")


class EvaluationFailed(Exception):
    """The process that evaluated has ended on its own; the message says how."""

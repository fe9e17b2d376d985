"""The terms of an evaluation: its limits, the worker that does it, and the ways in which it can fail."""

from __future__ import annotations

from typing import Protocol

from pipefilter.dataclass import dataclass
from pipefilter.serving.http_message import Answer, Request

__all__ = ["EvaluationFailed", "EvaluationLimits", "EvaluationTooLong", "ServerBusy", "Worker"]


class Worker(Protocol):
    """Evaluates one request at a time, and can be killed while it does."""

    def await_ready(self) -> None:
        """Wait until it can evaluate; `EvaluationFailed` if it never will."""

    def answer(self, request: Request) -> Answer:
        """The answer; `EvaluationFailed` if it is killed or ends on its own."""

    def kill(self) -> None:
        """End it, from another thread."""

    def close(self) -> None:
        """Free its resources; nobody waits for it any more."""


@dataclass(frozen=True, slots=True)
class EvaluationLimits:
    """The limits on the evaluation of requests.

    Args:
        workers: that evaluate at a time.
        spare: further ones that are ready to replace one that is killed; at least one.
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
    """Other requests are being evaluated; this one can be sent again later."""


class EvaluationTooLong(Exception):
    """An evaluation took longer than it may."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the evaluation did not finish within {seconds:g} seconds")


class EvaluationFailed(Exception):
    """The process that evaluated has ended on its own; the message says how."""

"""The error when a worker process ends too early; beside the processes, so that it can be caught without loading them."""

from __future__ import annotations

from pipefilter.errors import PipefilterError

__all__ = ["WorkerDied"]


class WorkerDied(PipefilterError):
    """A worker process was killed, so the result is incomplete.

    `filter` and `estimate` raise it if they use several processes.
    """

    def __init__(self) -> None:
        super().__init__(
            "a worker process was killed or ran out of memory, so the result is incomplete: "
            "try again, with fewer processes if memory is low"
        )

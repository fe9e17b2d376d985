"""The process that evaluates requests one after the other: reads them from a pipe, and answers on another.

A process, and not a thread, since Python can end no thread: whatever pipefilter does for a request, the process can be
killed, its memory is its own, and the threads that talk to other clients share no interpreter lock with it.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from contextlib import suppress
from queue import SimpleQueue
from typing import BinaryIO

from pipefilter.serving.http_message import Answer, Request
from pipefilter.serving.routing import evaluate_request

__all__ = ["READY", "evaluate_all", "main"]

READY = "ready"
"""The first message of the process."""


def evaluate_all(requests: SimpleQueue[Request | None], answers: BinaryIO) -> None:
    """Answer each request until there are no more (None), with pickled answers."""
    _send(READY, answers)
    while (request := requests.get()) is not None:
        _send(evaluate_request(request), answers)


def main(memory: int) -> None:
    """Answer requests from standard input on standard output, and end when the server does.

    Args:
        memory: bytes of address space that this process may have, where the system can limit them.
    """
    _limit_memory(memory)
    requests: SimpleQueue[Request | None] = SimpleQueue()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not print between answers
    threading.Thread(target=_read, args=(sys.stdin.buffer, requests), daemon=True).start()
    evaluate_all(requests, answers)


def _read(stream: BinaryIO, requests: SimpleQueue[Request | None]) -> None:
    """Read ahead, so that the end of the server is seen while a request is evaluated."""
    try:
        while True:
            requests.put(pickle.load(stream))  # noqa: S301 - the server's own
    finally:
        os._exit(0)


def _send(value: Answer | str, stream: BinaryIO) -> None:
    pickle.dump(value, stream, protocol=pickle.HIGHEST_PROTOCOL)
    stream.flush()


def _limit_memory(memory: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    _, limit = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY or limit > memory:
        with suppress(OSError, ValueError):  # macOS has the limit, and does not let it be set
            resource.setrlimit(resource.RLIMIT_AS, (memory, limit))

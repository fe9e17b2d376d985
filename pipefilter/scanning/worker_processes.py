"""Processes units of traffic in several worker processes; the results come in the order of the units."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from pipefilter.scanning.events.file_range import Unit
from pipefilter.scanning.work import Work
from pipefilter.scanning.worker_died import WorkerDied

__all__ = ["UNITS_AHEAD", "WorkerProcesses"]

_Tag = TypeVar("_Tag")
_Result = TypeVar("_Result")
UNITS_AHEAD = 2
"""Units in progress per process, so that no process waits for the next; more would only fill the memory."""

_do: Callable[[Unit], Any]


class WorkerProcesses(Generic[_Result]):
    """Worker processes; they end with the `with` block, and if this process dies."""

    def __init__(self, count: int, work: Work[_Result]) -> None:
        self._ahead = count * UNITS_AHEAD
        self._pool = ProcessPoolExecutor(count, _context(), _begin, (work,))
        # with "fork", the first task starts all processes: do that now, before other code starts threads
        self._submit(os.getpid)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, do: Callable[..., Any], *unit: Unit) -> Future[Any]:
        """Submit a task, while interrupts are blocked.

        Otherwise an interrupt may reach a process that is just being started, and does not ignore it yet.
        """
        if not hasattr(signal, "pthread_sigmask"):  # as on Windows
            return self._pool.submit(do, *unit)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return self._pool.submit(do, *unit)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def results(self, units: Iterable[tuple[_Tag, Unit]]) -> Iterator[tuple[_Tag, Future[_Result]]]:
        """The finished futures for units, in the order of the units, each with the unit's tag.

        Raises:
            WorkerDied: a process was ended from outside.
        """
        in_progress: deque[tuple[_Tag, Future[_Result]]] = deque()
        try:
            for tag, unit in units:
                in_progress.append((tag, self._submit(_work_on, unit)))
                if len(in_progress) >= self._ahead:
                    yield _finished(in_progress)
            while in_progress:
                yield _finished(in_progress)
        except BrokenProcessPool:
            raise WorkerDied from None


def _finished(in_progress: deque[tuple[_Tag, Future[_Result]]]) -> tuple[_Tag, Future[_Result]]:
    tag, future = in_progress.popleft()
    if isinstance(error := future.exception(), BrokenProcessPool):
        raise error
    return tag, future


def _context() -> BaseContext:
    """How to start processes: by "fork" where that is safe, as it is fastest."""
    alone = threading.active_count() == 1
    return multiprocessing.get_context("fork" if sys.platform == "linux" and alone else "spawn")


def _begin(work: Work[object]) -> None:
    """Prepare a new process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent process, which ends all
    parent = multiprocessing.parent_process()
    assert parent is not None
    threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    global _do  # noqa: PLW0603 - the state of a process is global
    _do = work.begin()


def _end_with(sentinel: int) -> None:
    """End this process when another one ends, for whatever reason."""
    wait([sentinel])
    os._exit(1)


def _work_on(unit: Unit) -> Any:  # noqa: ANN401 - the result of any work
    return _do(unit)

"""Units of traffic worked on in several processes, their results in the order of the units."""

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

from pipefilter.errors import PipefilterError
from pipefilter.scanning.scan_unit import Unit, Work

__all__ = ["UNITS_AHEAD", "WorkerDied", "WorkerProcesses"]

_Tag = TypeVar("_Tag")
_Result = TypeVar("_Result")
UNITS_AHEAD = 2
"""So many units a process are under way, so that none waits for the next; more would only fill the memory."""

_do: Callable[[Unit], Any]


class WorkerDied(PipefilterError):
    """A process that worked on events was ended from outside, so that not all could be counted."""

    def __init__(self) -> None:
        super().__init__(
            "a worker process has died (killed, or out of memory): what was found is not all; "
            "try again, with fewer --jobs if memory is short"
        )


class WorkerProcesses(Generic[_Result]):
    """Processes that work on units; they end with the `with` block, and if this process dies.

    Args:
        count: how many.
        work: what is to be done.
    """

    def __init__(self, count: int, work: Work[_Result]) -> None:
        self._ahead = count * UNITS_AHEAD
        self._pool = ProcessPoolExecutor(count, _context(), _begin, (work,))
        # with "fork" all processes are made at the first task: now, before there are threads of others
        self._submit(os.getpid)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, do: Callable[..., Any], *unit: Unit) -> Future[Any]:
        """Have something done; an interrupt is held back meanwhile.

        Else it may come to a process that is just being made, and does not ignore it yet.
        """
        if not hasattr(signal, "pthread_sigmask"):  # as on Windows
            return self._pool.submit(do, *unit)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return self._pool.submit(do, *unit)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def results(self, units: Iterable[tuple[_Tag, Unit]]) -> Iterator[tuple[_Tag, Future[_Result]]]:
        """The results for units, in their order, each with what was said of it; they are ended.

        Args:
            units: each with anything that is to come with its result.

        Raises:
            WorkerDied: a process was ended from outside.
        """
        under_way: deque[tuple[_Tag, Future[_Result]]] = deque()
        try:
            for tag, unit in units:
                under_way.append((tag, self._submit(_done, unit)))
                if len(under_way) >= self._ahead:
                    yield _ended(under_way)
            while under_way:
                yield _ended(under_way)
        except BrokenProcessPool:
            raise WorkerDied from None


def _ended(under_way: deque[tuple[_Tag, Future[_Result]]]) -> tuple[_Tag, Future[_Result]]:
    tag, future = under_way.popleft()
    if isinstance(error := future.exception(), BrokenProcessPool):
        raise error
    return tag, future


def _context() -> BaseContext:
    """How processes are made: as copies of this one where that is safe, since it is quickest."""
    alone = threading.active_count() == 1
    return multiprocessing.get_context("fork" if sys.platform == "linux" and alone else "spawn")


def _begin(work: Work[object]) -> None:
    """Make a new process ready."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that made this one: it ends all
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101 - this is not the first process
    threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    global _do  # noqa: PLW0603 - what a process has is global by nature
    _do = work.begin()


def _end_with(sentinel: int) -> None:
    """End this process when another one does, however that ends."""
    wait([sentinel])
    os._exit(1)


def _done(unit: Unit) -> Any:  # noqa: ANN401 - whatever the work's results are
    return _do(unit)

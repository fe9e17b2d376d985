"""Processes units of traffic in copies of this process, which take units from one pipe each and answer on another.

`concurrent.futures` does the same, but loading it takes as long as evaluating 20 MB. Copying a process is safe only if it has
no other threads.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import sys
import threading
import weakref
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import field
from typing import Any, Generic, NoReturn, Self, TypeVar

from pipefilter.dataclass import dataclass
from pipefilter.scanning.events.file_range import Unit
from pipefilter.scanning.work import Work
from pipefilter.scanning.worker_died import WorkerDied
from pipefilter.scanning.worker_pool import UNITS_AHEAD

__all__ = ["ForkedProcesses", "can_fork"]

_Tag = TypeVar("_Tag")
_Result = TypeVar("_Result")
_SHORT = 1 << 12
"""Bytes of a message that certainly fit into a pipe, whether the other side reads it or not."""
_CHUNK = 1 << 16
_HEAD = 8
"""Bytes before each message: its length."""


def can_fork() -> bool:
    """Whether this process can be copied safely."""
    return sys.platform == "linux" and threading.active_count() == 1


@dataclass(frozen=True, slots=True)
class _Answer(Generic[_Result]):
    value: _Result
    error: Exception | None = None

    def result(self) -> _Result:
        if self.error is not None:
            raise self.error
        return self.value


@dataclass(frozen=True, slots=True, eq=False)
class _Worker:
    """A process, as this one sees it; `in_progress` are the numbers of the units that were sent to it."""

    pid: int
    requests: int
    answers: int
    in_progress: deque[int] = field(default_factory=deque)


class ForkedProcesses(Generic[_Result]):
    """Worker processes; they end with the `with` block, and if this process dies."""

    def __init__(self, count: int, work: Work[_Result]) -> None:
        self._ahead = count * UNITS_AHEAD
        self._waiting: deque[tuple[int, bytes]] = deque()
        self._answers: dict[int, _Answer[_Result]] = {}
        self._workers: list[_Worker] = []
        lifeline, end_of_life = os.pipe()
        self._end = weakref.finalize(self, _end_all, os.getpid(), self._workers, (lifeline, end_of_life))
        for _ in range(count):
            self._workers.append(_fork(work, lifeline, end_of_life, self._workers))
        self._poll = select.poll()
        self._by_answers = {worker.answers: worker for worker in self._workers}
        for answers in self._by_answers:
            self._poll.register(answers, select.POLLIN)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def results(self, units: Iterable[tuple[_Tag, Unit]]) -> Iterator[tuple[_Tag, _Answer[_Result]]]:
        """The answers for units, in the order of the units, each with the unit's tag.

        Raises:
            WorkerDied: a process was ended from outside.
        """
        in_progress: deque[tuple[_Tag, int]] = deque()
        for number, (tag, unit) in enumerate(units):
            self._waiting.append((number, pickle.dumps(unit)))
            in_progress.append((tag, number))
            self._exchange(0)
            if len(in_progress) >= self._ahead:
                yield self._next(in_progress)
        while in_progress:
            yield self._next(in_progress)

    def _next(self, in_progress: deque[tuple[_Tag, int]]) -> tuple[_Tag, _Answer[_Result]]:
        tag, number = in_progress.popleft()
        while number not in self._answers:
            self._exchange(None)
        return tag, self._answers.pop(number)

    def _exchange(self, patience: int | None) -> None:
        """Receive the answers that are ready, and send units to the processes that have few.

        Args:
            patience: how long to wait for an answer; None for ever.
        """
        try:
            for answers, _ in self._poll.poll(patience):
                worker = self._by_answers[answers]
                self._answers[worker.in_progress.popleft()] = pickle.loads(_receive(answers))  # noqa: S301 - of our own process
            while self._waiting:
                number, message = self._waiting[0]
                worker = min(self._workers, key=lambda worker: len(worker.in_progress))
                # a process that is busy answering does not read: sending it a long message might wait for ever
                if len(worker.in_progress) >= (UNITS_AHEAD if len(message) < _SHORT else 1):
                    break
                self._waiting.popleft()
                worker.in_progress.append(number)
                _send(worker.requests, message)
        except (EOFError, BrokenPipeError):
            raise WorkerDied from None


def _fork(work: Work[Any], lifeline: int, end_of_life: int, others: Iterable[_Worker]) -> _Worker:
    """Start a process.

    Interrupts are blocked meanwhile: otherwise one may reach the process before it ignores them.
    """
    request_end, requests = os.pipe()
    answers, answer_end = os.pipe()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        pid = os.fork()
        if not pid:
            of_parent = [requests, answers, end_of_life]
            of_parent += [fd for other in others for fd in (other.requests, other.answers)]
            _serve(work, request_end, answer_end, lifeline, of_parent)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    os.close(request_end)
    os.close(answer_end)
    return _Worker(pid, requests, answers)


def _serve(work: Work[Any], requests: int, answers: int, lifeline: int, of_parent: Iterable[int]) -> NoReturn:
    """Work on units, in the new process, until it is ended."""
    try:
        for fd in of_parent:
            os.close(fd)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent process, which ends all
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
        do = None
        while True:
            unit = pickle.loads(_receive(requests))  # noqa: S301 - from our own process
            try:
                do = do or work.begin()
                message = pickle.dumps(_Answer(do(unit)))
            except Exception as error:  # noqa: BLE001 - raised in the parent process
                message = pickle.dumps(_Answer(None, error))
            _send(answers, message)
    finally:
        os._exit(1)


def _end_with(lifeline: int) -> None:
    """End this process when the one ends that alone has the other end of a pipe, for whatever reason."""
    os.read(lifeline, 1)
    os._exit(1)


def _end_all(owner: int, workers: list[_Worker], lifeline: tuple[int, int]) -> None:
    """End all processes; they have nothing to save."""
    if os.getpid() != owner:  # a copy of the process that started them
        return
    for worker in workers:
        with suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)
    for worker in workers:
        with suppress(ChildProcessError):
            os.waitpid(worker.pid, 0)
        os.close(worker.requests)
        os.close(worker.answers)
    for fd in lifeline:
        os.close(fd)


def _send(fd: int, message: bytes) -> None:
    left = memoryview(len(message).to_bytes(_HEAD, "little") + message)
    while left:
        left = left[os.write(fd, left) :]


def _receive(fd: int) -> bytes:
    """The next message.

    Raises:
        EOFError: the process on the other side has ended.
    """
    return _read(fd, int.from_bytes(_read(fd, _HEAD), "little"))


def _read(fd: int, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        piece = os.read(fd, min(_CHUNK, size - len(data)))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)

"""The processes that evaluate requests: some, with a bounded time for each request and a bounded queue before them."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from pipefilter.serving.evaluation import EvaluationFailed, EvaluationTooLong, ServerBusy
from pipefilter.serving.http_message import Answer, Request

__all__ = ["EvaluationPool", "PoolSettings", "Worker"]

_BEFORE_NEXT_START = 1.0
"""Seconds, where a process could not be started."""


class Worker(Protocol):
    """What evaluates one request at a time, and can be killed at it."""

    def await_ready(self) -> None:
        """Wait until it can evaluate; `EvaluationFailed` if it never will."""

    def answer(self, request: Request) -> Answer:
        """The answer; `EvaluationFailed` if it is killed or ends on its own."""

    def kill(self) -> None:
        """End it, from another thread."""

    def close(self) -> None:
        """Free what it holds; nobody waits for it any more."""


@dataclass(frozen=True, slots=True)
class PoolSettings:
    """The limits of a pool.

    Args:
        workers: that evaluate at a time.
        waiting: requests that may wait for one.
        seconds: that an evaluation may take, and that a request may wait.
        patience: seconds that an evaluation may take while all workers are busy and a request waits.
    """

    workers: int = 6
    waiting: int = 32
    seconds: float = 15.0
    patience: float = 2.0


@dataclass(eq=False, slots=True)
class _Turn:
    """The evaluation of a request.

    Args:
        worker: that evaluates it.
        begun: when it began.
        ending: why its worker was killed; None if it was not.
    """

    worker: Worker
    begun: float
    ending: Exception | None = None


@dataclass(eq=False, slots=True)
class _Ticket:
    """A request that waits for its turn.

    Args:
        turn: that it has been given; None as long as it waits.
        called: set when it need not wait longer.
    """

    turn: _Turn | None = None
    called: threading.Event = field(default_factory=threading.Event)


class EvaluationPool:
    """Evaluates requests in workers, which are started one after the other so that the first is ready soon.

    Args:
        start: makes a worker.
        settings: the limits.
        log: told a line for each thing that goes wrong here.
        clock: monotonic seconds.
    """

    def __init__(
        self,
        start: Callable[[], Worker],
        settings: PoolSettings,
        *,
        log: Callable[[str], None] = lambda _line: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._start = start
        self._settings = settings
        self._log = log
        self._clock = clock
        self._changed = threading.Condition()
        self._idle: list[Worker] = []
        self._busy: set[_Turn] = set()
        self._waiting: deque[_Ticket] = deque()
        self._starting: Worker | None = None
        self._closed = False
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._fill, self._watch)]

    def open(self) -> None:
        """Begin to start workers, and to watch them."""
        for thread in self._threads:
            thread.start()

    def answer(self, request: Request) -> Answer:
        """Evaluate a request when it is its turn.

        Raises:
            ServerBusy: too many wait already, or it had to make room for one that waited.
            EvaluationTooLong: it took more time than it may.
            EvaluationFailed: the worker ended on its own.
        """
        turn = self._turn()
        try:
            answer = turn.worker.answer(request)
        except EvaluationFailed as failure:
            self._end(turn, is_usable=False)
            raise turn.ending or failure from None
        except BaseException:
            self._end(turn, is_usable=False)
            raise
        self._end(turn, is_usable=turn.ending is None)
        return answer

    def end_overdue(self) -> None:
        """Kill the workers whose time is over."""
        with self._changed:
            now = self._clock()
            room = len(self._waiting) - len(self._idle)
            for turn in sorted(self._busy, key=lambda turn: turn.begun):
                if turn.ending is not None:
                    room -= 1
                elif now - turn.begun >= self._settings.seconds:
                    turn.ending = EvaluationTooLong(self._settings.seconds)
                elif room > 0 and now - turn.begun >= self._settings.patience:
                    turn.ending = ServerBusy("the evaluation took long, and others waited")
                else:
                    continue
                room -= 1
                turn.worker.kill()

    def close(self) -> None:
        """Kill all workers; requests that are under way end as `ServerBusy`."""
        with self._changed:
            self._closed = True
            for turn in self._busy:
                turn.ending = turn.ending or ServerBusy("the server ends")
                turn.worker.kill()
            for ticket in self._waiting:
                ticket.called.set()
            idle, self._idle = self._idle, []
            if self._starting is not None:
                self._starting.kill()
            self._changed.notify_all()
        for worker in idle:
            worker.close()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def _turn(self) -> _Turn:
        ticket = _Ticket()
        with self._changed:
            if self._closed:
                raise ServerBusy("the server ends")
            if self._idle:
                return self._begun(self._idle.pop())
            if len(self._waiting) >= self._settings.waiting:
                raise ServerBusy("too many requests wait already")
            self._waiting.append(ticket)
            self._changed.notify_all()
        ticket.called.wait(self._settings.seconds)
        with self._changed:
            if ticket.turn is None:
                self._waiting.remove(ticket)
                raise ServerBusy("no process for evaluation was free in time")
            return ticket.turn

    def _begun(self, worker: Worker) -> _Turn:
        turn = _Turn(worker, self._clock())
        self._busy.add(turn)
        self._changed.notify_all()
        return turn

    def _end(self, turn: _Turn, *, is_usable: bool) -> None:
        """The turn is over; its worker goes to the next."""
        with self._changed:
            self._busy.discard(turn)
            is_kept = is_usable and self._take(turn.worker)
            self._changed.notify_all()
        if not is_kept:
            turn.worker.close()

    def _take(self, worker: Worker) -> bool:
        """Give a free worker to the request that has waited longest, or keep it for the next."""
        if self._closed:
            return False
        if self._waiting:
            ticket = self._waiting.popleft()
            ticket.turn = self._begun(worker)
            ticket.called.set()
        else:
            self._idle.append(worker)
        return True

    def _fill(self) -> None:
        """Start workers while there are too few."""
        while True:
            with self._changed:
                while not self._closed and len(self._idle) + len(self._busy) >= self._settings.workers:
                    self._changed.wait()
                if self._closed:
                    return
            try:
                self._start_one()
            except (OSError, EvaluationFailed) as error:
                with self._changed:
                    if self._closed:
                        return
                    self._log(" ".join(f"no process for evaluation can be started: {error}".split()))
                    self._changed.wait(_BEFORE_NEXT_START)

    def _start_one(self) -> None:
        worker = self._start()
        is_kept = False
        try:
            with self._changed:
                self._starting = worker
                if self._closed:
                    return
            worker.await_ready()
            with self._changed:
                is_kept = self._take(worker)
        finally:
            with self._changed:
                self._starting = None
            if not is_kept:
                worker.close()

    def _watch(self) -> None:
        """End what is overdue when it is."""
        while True:
            with self._changed:
                if self._closed:
                    return
                self._changed.wait(self._next_look())
            self.end_overdue()

    def _next_look(self) -> float | None:
        """Seconds until an evaluation may be overdue; None if none is under way."""
        begun = [turn.begun for turn in self._busy if turn.ending is None]
        if not begun:
            return None
        passed = self._clock() - min(begun)
        patience = self._settings.patience - passed
        if self._waiting and patience > 0:
            return patience
        return max(self._settings.seconds - passed, 0.0) if not self._waiting else self._settings.patience / 4

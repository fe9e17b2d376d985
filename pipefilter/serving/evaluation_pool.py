"""Evaluates requests in a few processes, with a limit on the time of each request and on the queue before them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from pipefilter.dataclass import dataclass
from pipefilter.serving.evaluation import (
    EvaluationFailed,
    EvaluationLimits,
    EvaluationTooLong,
    ServerBusy,
    Worker,
)
from pipefilter.serving.evaluation_queue import EvaluationQueue, Ticket
from pipefilter.serving.http_message import Answer, Request

__all__ = ["EvaluationPool"]

_BEFORE_NEXT_START = 1.0
"""Seconds, where a process could not be started."""


@dataclass(eq=False, slots=True)
class _Turn:
    """The evaluation of a request; `ending` is why its worker was killed."""

    worker: Worker
    begun: float
    ending: Exception | None = None


class EvaluationPool:
    """Evaluates requests in workers, which are started one after the other so that the first is ready soon.

    Args:
        start: makes a worker.
        log: takes a line on each failure.
        clock: monotonic seconds.
    """

    def __init__(
        self,
        start: Callable[[], Worker],
        limits: EvaluationLimits,
        *,
        log: Callable[[str], None] = lambda _line: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._start = start
        self._limits = limits
        self._log = log
        self._clock = clock
        self._changed = threading.Condition()
        self._idle: list[Worker] = []
        self._busy: set[_Turn] = set()
        self._waiting: EvaluationQueue[_Turn] = EvaluationQueue(limits.waiting)
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
        turn = self._turn(Ticket(len(request.body)))
        try:
            answer = turn.worker.answer(request)
        except EvaluationFailed as failure:
            self._end(turn, is_usable=False)
            raise turn.ending or failure from None
        except BaseException:
            self._end(turn, is_usable=False)
            raise
        self._end(turn, is_usable=True)
        return answer

    def end_overdue(self) -> None:
        """Kill the workers whose time is over."""
        with self._changed:
            now = self._clock()
            # to kill more would help nobody: to start a worker may take longer than what is being evaluated
            lacking = min(len(self._waiting), len(self._idle))
            lacking -= sum(turn.ending is not None for turn in self._busy)
            for turn in sorted(self._busy, key=lambda turn: turn.begun):
                if turn.ending is None:
                    turn.ending = self._ending(now - turn.begun, is_in_the_way=lacking > 0)
                    if turn.ending is not None:
                        turn.worker.kill()
                        lacking -= 1

    def _ending(self, passed: float, *, is_in_the_way: bool) -> Exception | None:
        if passed >= self._limits.seconds:
            return EvaluationTooLong(self._limits.seconds)
        if is_in_the_way and passed >= self._limits.patience:
            return ServerBusy("the evaluation took too long while other requests waited")
        return None

    def close(self) -> None:
        """Kill all workers; requests that are under way end as `ServerBusy`."""
        with self._changed:
            self._closed = True
            for turn in self._busy:
                turn.ending = turn.ending or ServerBusy("the server is shutting down")
                turn.worker.kill()
            self._waiting.end()
            idle, self._idle = self._idle, []
            if self._starting is not None:
                self._starting.kill()
            self._changed.notify_all()
        for worker in idle:
            worker.close()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def _turn(self, ticket: Ticket[_Turn]) -> _Turn:
        with self._changed:
            if self._closed:
                raise ServerBusy("the server is shutting down")
            if self._idle and len(self._busy) < self._limits.workers:
                return self._begun(self._idle.pop())
            self._waiting.add(ticket)
            self._changed.notify_all()
        ticket.called.wait(self._limits.seconds)
        with self._changed:
            self._waiting.discard(ticket)
            if ticket.turn is None:
                raise ServerBusy("too many requests are being evaluated")
            return ticket.turn

    def _begun(self, worker: Worker) -> _Turn:
        turn = _Turn(worker, self._clock())
        self._busy.add(turn)
        self._changed.notify_all()
        return turn

    def _end(self, turn: _Turn, *, is_usable: bool) -> None:
        """End a turn, and begin the next."""
        with self._changed:
            self._busy.discard(turn)
            # it may have been killed just now, after its answer had come
            is_kept = self._take(turn.worker if is_usable and turn.ending is None else None)
        if not is_kept:
            turn.worker.close()

    def _take(self, worker: Worker | None) -> bool:
        """Give waiting requests their turns, with one more worker if it can be used; return whether it can."""
        is_kept = worker is not None and not self._closed
        if worker is not None and is_kept:
            self._idle.append(worker)
        while self._waiting and self._idle and len(self._busy) < self._limits.workers:
            self._waiting.call(self._begun(self._idle.pop()))
        self._changed.notify_all()
        return is_kept

    def _fill(self) -> None:
        """Start workers while there are too few."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._lacks_workers())
                if self._closed:
                    return
            try:
                self._start_one()
            except (OSError, EvaluationFailed) as error:
                if not self._closed:
                    self._log(" ".join(f"an evaluation process cannot be started: {error}".split()))
                    with self._changed:
                        self._changed.wait_for(lambda: self._closed, _BEFORE_NEXT_START)

    def _lacks_workers(self) -> bool:
        return len(self._idle) + len(self._busy) < self._limits.workers + self._limits.spare

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
        """End evaluations when they become overdue."""
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
        patience = self._limits.patience - passed
        if self._waiting and patience > 0:
            return patience
        return max(self._limits.seconds - passed, 0.0) if not self._waiting else self._limits.patience / 4

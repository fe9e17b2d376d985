"""Limits the open connections of a server: if there is no room for another one, the slowest is closed.

A connection costs a thread and the bytes of its request or answer. The slowest is the one that has made no progress for
the longest time: since its client was last answered, or since its answer was begun. So a client that opens many
connections and sends, reads or asks nothing loses them to the next client, and others need not wait until they time out.
"""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import Enum

from pipefilter.dataclass import dataclass

__all__ = ["Connections", "Stage"]


class Stage(Enum):
    """Where a connection is in the exchange of a request and its answer."""

    RECEIVING = "waiting for a request, or for the rest of it"
    EVALUATING = "the server is at work"
    SENDING = "waiting for the client to take the answer"


@dataclass(eq=False, slots=True)
class _Connection:
    """An open connection.

    Args:
        address: of the client, without its port.
        since: when it began to wait for the client.
        size: bytes of the body or the answer that it holds or will hold.
    """

    address: str
    since: float
    stage: Stage = Stage.RECEIVING
    size: int = 0


class Connections:
    """The connections that are open, each with its thread.

    Args:
        max_size: bytes of all bodies and answers.
        clock: monotonic seconds.
        log_shed: takes the address of each client whose connection made room, in the thread of that connection.
    """

    def __init__(
        self,
        limit: int,
        max_size: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        log_shed: Callable[[str], None] = lambda _address: None,
    ) -> None:
        self._limit = limit
        self._max_size = max_size
        self._clock = clock
        self._log_shed = log_shed
        self._open: dict[socket.socket, _Connection] = {}
        self._threads = 0
        self._changed = threading.Condition()

    def add(self, connection: socket.socket, address: str) -> bool:
        """Count one more connection, and return whether there is room for it, if need be in place of another."""
        with self._changed:
            if len(self._open) >= self._limit and not self._shed(self._open):
                return False
            self._open[connection] = _Connection(address, self._clock())
            return True

    def remove(self, connection: socket.socket) -> bool:
        """Forget a connection that is about to be closed, and return whether it was open until now: not closed to make room."""
        with self._changed:
            return self._open.pop(connection, None) is not None

    def progress(self, connection: socket.socket) -> None:
        """Note that the client has taken its answer or sent its request, so it has not been slow until now."""
        self._move(connection, Stage.RECEIVING, 0)

    def receive_body(self, connection: socket.socket, size: int) -> bool:
        """Return whether there is room for the body of a request, and hold it."""
        return self._hold(connection, size)

    def evaluate(self, connection: socket.socket) -> None:
        """Note that the request is complete: until the answer it is the client that waits, and not the server."""
        with self._changed:
            if (kept := self._open.get(connection)) is not None:
                kept.stage = Stage.EVALUATING

    def send(self, connection: socket.socket, size: int) -> bool:
        """Return whether there is room for an answer, and hold it; from now on it is being sent."""
        self._move(connection, Stage.SENDING, 0)
        return self._hold(connection, size)

    def run(
        self, connection: socket.socket, address: str, work: Callable[[], None], close: Callable[[], None]
    ) -> None:
        """Work on an added connection in a thread that ends with the process; then remove and close the connection."""
        is_begun = is_given_up = False

        def working() -> None:
            nonlocal is_begun
            with self._changed:
                if is_given_up:
                    return
                is_begun = True
            try:
                work()
            finally:
                # before it is closed: what is shed must not be another with the same number
                if not self.remove(connection):
                    self._log_shed(address)
                close()
                with self._changed:
                    self._threads -= 1
                    self._changed.notify_all()

        with self._changed:
            self._threads += 1
        try:
            threading.Thread(target=working, daemon=True).start()
        except BaseException:  # Ctrl-C may come while the thread begins: then it ends the connection itself
            with self._changed:
                if not is_begun:
                    is_given_up = True
                    self._open.pop(connection, None)
                    self._threads -= 1
            raise

    def end(self, seconds: float) -> None:
        """End all of them, and wait at most this long for their threads, so that none is printing when Python ends."""
        with self._changed:
            for connection in self._open:
                _shut_down(connection)
            self._changed.wait_for(lambda: not self._threads, seconds)

    def _move(self, connection: socket.socket, stage: Stage, size: int) -> None:
        with self._changed:
            if (kept := self._open.get(connection)) is not None:
                kept.since, kept.stage, kept.size = self._clock(), stage, size

    def _hold(self, connection: socket.socket, size: int) -> bool:
        with self._changed:
            kept = self._open.get(connection)
            if kept is None:  # it was shed
                return False
            others = [other for other in self._open if other is not connection]
            while sum(self._open[other].size for other in others) + size > self._max_size:
                holding = [other for other in others if self._open[other].size]
                if not self._shed(holding):
                    return False
                others = [other for other in others if other in self._open]
            kept.size = size
            return True

    def _shed(self, candidates: Iterable[socket.socket]) -> bool:
        """Close the slowest of the candidates, and return whether there is one that can be closed.

        The slowest is taken from the address with the most connections, so that it takes nothing from others.
        """
        counts = Counter(kept.address for kept in self._open.values())
        waiting = [each for each in candidates if self._open[each].stage is not Stage.EVALUATING]
        if not waiting:
            return False
        slowest = max(waiting, key=lambda each: (counts[self._open[each].address], -self._open[each].since))
        del self._open[slowest]
        _shut_down(slowest)
        return True


def _shut_down(connection: socket.socket) -> None:
    with suppress(OSError):  # the client has closed it already
        connection.shutdown(socket.SHUT_RDWR)

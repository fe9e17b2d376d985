"""The connections of a server: not more than some at a time, each in a thread, and ended with it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

__all__ = ["Connections"]

_POLL = 0.01


class Connections:
    """The connections that are open.

    Args:
        most: at a time.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()

    def add(self, connection: socket.socket) -> bool:
        """Whether there is room for one more; then it is counted."""
        with self._lock:
            if len(self._open) >= self._most:
                return False
            self._open.add(connection)
            return True

    def remove(self, connection: socket.socket) -> None:
        """This one is closed."""
        with self._lock:
            self._open.discard(connection)

    def run(self, connection: socket.socket, work: Callable[[], None]) -> None:
        """Work in a thread that ends with the process.

        Args:
            connection: that was added; it is removed when the work is done.
            work: what to do with it.
        """

        def working() -> None:
            try:
                work()
            finally:
                self.remove(connection)

        try:
            threading.Thread(target=working, daemon=True).start()
        except BaseException:
            self.remove(connection)
            raise

    def end(self, seconds: float) -> None:
        """End all of them, and wait for their threads, so that none is printing when Python ends.

        Args:
            seconds: how long to wait at most; one that computes is left to the end of the process.
        """
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            with suppress(OSError):  # it is closed already
                connection.shutdown(socket.SHUT_RDWR)
        last = time.monotonic() + seconds
        while self._open and time.monotonic() < last:
            time.sleep(_POLL)

"""Reads what a client sends, with a limit on the time and, for the head of a request, on the size."""

from __future__ import annotations

import io
import socket
import time
from typing import TYPE_CHECKING

from pipefilter.override import override

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["HeadTooLarge", "TimedInput"]


class HeadTooLarge(Exception):
    """A request's first line and headers are longer than the limit."""


class TimedInput(io.RawIOBase):
    """A connection as a stream of bytes that raises `TimeoutError` however slowly the client goes on sending.

    A timeout of the socket alone would start again with each byte.

    Args:
        idle: seconds to wait for a request to begin.
        request: seconds in which all of it must come.
        head: bytes of its first line and headers.
    """

    def __init__(self, connection: socket.socket, *, idle: float, request: float, head: int) -> None:
        super().__init__()
        self._connection = connection
        self._idle = idle
        self._request = request
        self._head = head
        self._left = head
        self._end = 0.0
        self.has_begun = False
        """Whether a part of the awaited request has arrived."""

    def begin(self) -> None:
        """Begin to wait for a new request."""
        self.has_begun = False
        self._end = time.monotonic() + self._idle
        self._left = self._head

    def begin_body(self, size: int) -> None:
        """Begin to read a body of this many bytes; the head has been read."""
        self._left = self._head + size

    @override
    def readable(self) -> bool:
        """Always: this is for reading."""
        return True

    @override
    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read some bytes; 0 at the end."""
        if self._left <= 0:
            raise HeadTooLarge
        view = memoryview(buffer).cast("B")[: self._left]
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        count = self._connection.recv_into(view)
        if not self.has_begun:
            self.has_begun = True
            self._end = time.monotonic() + self._request
        self._left -= count
        return count

"""A client's input, read with a deadline: by a clock that stops while nobody waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from virtual_clock import VirtualClock

from pipefilter.serving import timed_input
from pipefilter.serving.timed_input import TimedInput

if TYPE_CHECKING:
    import socket


class Dripping:
    """A connection on which one byte comes after another, each after the same time.

    Args:
        clock: that passes meanwhile.
        apart: seconds before each byte.
    """

    def __init__(self, clock: VirtualClock, apart: float) -> None:
        self._clock, self._apart, self._timeout = clock, apart, 0.0

    def settimeout(self, seconds: float) -> None:
        """Set the maximum wait."""
        self._timeout = seconds

    def recv_into(self, view: memoryview) -> int:
        """The next byte."""
        self._clock.sleep(min(self._apart, self._timeout))
        if self._apart > self._timeout:
            raise TimeoutError
        view[:1] = b"x"
        return 1


def bytes_until_timeout(stream: TimedInput) -> int:
    count = 0
    while True:
        try:
            count += stream.readinto(bytearray(8))
        except TimeoutError:
            return count


@pytest.mark.parametrize(
    ("apart", "bytes_of_a_request"),
    [(0.25, 17), (0.5, 9), (3.0, 2), (4.5, 1), (10.0, 1), (10.5, 0)],
)
def test_a_request_that_arrives_byte_by_byte(
    apart: float, bytes_of_a_request: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may start within 10 s, and must be complete 4 s later, however often bytes arrive; so for each request."""
    clock = VirtualClock()
    monkeypatch.setattr(timed_input, "time", clock)
    connection: socket.socket = Dripping(clock, apart)  # type: ignore[assignment]  # as much of one as is used
    stream = TimedInput(connection, idle=10, request=4, head=1000)
    for _ in range(3):
        begin = clock.passed
        stream.begin()
        assert not stream.has_begun
        assert bytes_until_timeout(stream) == bytes_of_a_request
        assert stream.has_begun is (bytes_of_a_request > 0)
        assert clock.passed - begin == (apart + 4 if stream.has_begun else 10)

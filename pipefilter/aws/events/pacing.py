"""Spreads calls over time, so that a rate limit is never reached."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["Pace"]


class Pace:
    """Keeps a minimum interval between calls.

    There is no token bucket: saved tokens would allow twice the rate within one second.

    Args:
        per_second: the maximum number of calls in any second.
        clock: returns seconds that only grow.
    """

    def __init__(
        self,
        per_second: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._interval = 1 / per_second
        self._clock = clock
        self._sleep = sleep
        self._next = clock()

    def wait(self) -> None:
        """Wait until the next call may be made."""
        left = self._next - self._clock()
        if left > 0:
            self._sleep(left)
        self._next = max(self._next, self._clock()) + self._interval

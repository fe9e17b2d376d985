"""Time that passes only while something waits for it, so that no test depends on the load of the machine."""

from __future__ import annotations

import heapq
import importlib
import pkgutil
import time  # clock: moto rejects messages whose time is far from its own
from collections.abc import Callable
from itertools import count

import pytest

import pipefilter.aws

__all__ = ["VirtualClock", "virtual_clock"]

_OTHERS = ("pipefilter.cli.capture.output", "botocore.endpoint")
"""Modules outside `pipefilter.aws`: one measures the time of a capture, one waits before it retries."""


class VirtualClock:
    """Replaces the module `time`."""

    def __init__(self) -> None:
        self._begin = time.time()
        self._scheduled: list[tuple[float, int, Callable[[], object]]] = []
        self._order = count()
        self.passed = 0.0
        """Seconds since the test began."""
        self.slept: list[float] = []

    def time(self) -> float:
        """Seconds since 1970."""
        return self._begin + self.passed

    def monotonic(self) -> float:
        """Seconds that only grow."""
        return 1000.0 + self.passed

    def sleep(self, seconds: float) -> None:
        """Let time pass, and run what is scheduled."""
        assert seconds >= 0
        self.slept.append(seconds)
        end = self.passed + seconds
        while self._scheduled and self._scheduled[0][0] <= end:
            at, _, act = heapq.heappop(self._scheduled)
            self.passed = max(self.passed, at)
            act()
        self.passed = max(self.passed, end)

    def at(self, seconds: float, act: Callable[[], object]) -> None:
        """Schedule a call: it runs in the thread that waits, when this many seconds have passed."""
        heapq.heappush(self._scheduled, (seconds, next(self._order), act))


def virtual_clock(monkeypatch: pytest.MonkeyPatch) -> VirtualClock:
    """A clock for all code that calls AWS until the test ends."""
    names = [module.name for module in pkgutil.walk_packages(pipefilter.aws.__path__, "pipefilter.aws.")]
    clock = VirtualClock()
    for module in map(importlib.import_module, (*names, *_OTHERS)):
        if vars(module).get("time") is time:
            monkeypatch.setattr(module, "time", clock)
    return clock

"""The state of other processes, as Linux reports it."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

from patience import PATIENCE

__all__ = ["await_ends", "await_state", "children", "is_ignoring"]


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def is_ignoring(process: int, number: signal.Signals) -> bool:
    """Whether a process ignores a signal."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    ignored = next(line for line in lines if line.startswith("SigIgn:")).split()[1]
    return bool(int(ignored, 16) >> (number - 1) & 1)


def await_state(is_so: Callable[[], bool]) -> None:
    """Wait until a state is reached that no event reports: other processes run between two checks."""
    while not is_so():
        os.sched_yield()


def await_ends(handles: Sequence[int]) -> None:
    """Wait until all processes have ended, even if no process has reaped them.

    Args:
        handles: the results of `os.pidfd_open`; they are closed.
    """
    for handle in handles:
        ended, _, _ = select.select([handle], [], [], PATIENCE)
        assert ended
        os.close(handle)

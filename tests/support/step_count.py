"""Counts the work of the package in steps, which do not depend on how busy the machine is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pipefilter

__all__ = ["steps_of"]

_PACKAGE = str(Path(pipefilter.__file__).parent)


def steps_of(work: Callable[[], object]) -> int:
    """The number of lines of the package that are executed, each time they are."""
    steps = 0

    def count(_frame: FrameType, _event: str, _argument: object) -> Callable[..., Any]:
        nonlocal steps
        steps += 1
        return count

    def enter(frame: FrameType, _event: str, _argument: object) -> Callable[..., Any] | None:
        return count if frame.f_code.co_filename.startswith(_PACKAGE) else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        work()
    finally:
        sys.settrace(before)
    return steps

"""What is to be done with each unit of traffic, in this process or in several."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from pipefilter.scanning.events.file_range import Unit

__all__ = ["Work"]

_Result_co = TypeVar("_Result_co", covariant=True)


class Work(Protocol[_Result_co]):
    """The work to do with each unit; it is sent to every process, and prepared there once."""

    def begin(self) -> Callable[[Unit], _Result_co]:
        """Prepare it: make a function that does the work with one unit, and may raise `UnreadableInput`."""

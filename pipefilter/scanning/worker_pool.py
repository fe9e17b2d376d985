"""The interface of worker processes, however they are started."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

from pipefilter.scanning.events.file_range import Unit

__all__ = ["UNITS_AHEAD", "Answer", "WorkerPool"]

UNITS_AHEAD = 2
"""Units in progress per process, so that no process waits for the next; more would only fill the memory."""

_Tag = TypeVar("_Tag")
_Result_co = TypeVar("_Result_co", covariant=True)


class Answer(Protocol[_Result_co]):
    """What became of the work on one unit."""

    def result(self) -> _Result_co:
        """The result; the exception that the work raised is raised here."""


class WorkerPool(AbstractContextManager[Any], Protocol[_Result_co]):
    """Worker processes; they end with the `with` block, and if this process dies."""

    def results(self, units: Iterable[tuple[_Tag, Unit]]) -> Iterator[tuple[_Tag, Answer[_Result_co]]]:
        """The answers for units, in the order of the units, each with the unit's tag.

        Raises:
            WorkerDied: a process was ended from outside.
        """

"""Splits files of events into units, and processes those in one process or several; the results keep the order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Self, TypeVar

from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput
from pipefilter.scanning.events.block import BLOCK_SIZE, Block
from pipefilter.scanning.events.blocks import blocks
from pipefilter.scanning.events.file_range import RangedFile, Unit, ranged_file
from pipefilter.scanning.events.wrapper_rule import WrapperRule
from pipefilter.scanning.work import Work

if TYPE_CHECKING:
    from pipefilter.scanning.worker_processes import WorkerProcesses

__all__ = ["FileOpener", "Origin", "UnitResult", "unit_results"]

_RANGE = 1 << 23
"""Bytes in a part of a file, which one process reads itself."""
_PART = 1 << 20
"""Bytes sent to a process at a time, if this process has to read the file."""

FileOpener = Callable[[str], AbstractContextManager[BinaryIO]]
_Result = TypeVar("_Result")
UnitResult = tuple["Origin", Unit, Callable[[], _Result]]
"""The origin of a unit, the unit, and a function that returns the result or raises `UnreadableInput`."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of a unit.

    Args:
        read: the number of bytes of the stored file up to the end of this unit.
        start: the offset of a `FileRange`, in which lines are counted from 1; None for units with the file's lines.
        unreadable: why the rest of the file could not be read; "" if it was.
    """

    name: str
    read: int
    start: int | None = None
    unreadable: str = ""


def unit_results(
    names: list[str], opened: FileOpener, work: Work[_Result], jobs: int, rule: WrapperRule | None = None
) -> Generator[UnitResult[_Result]]:
    """The results for the units of files, in their order.

    The processes start at once, everything else when the first result is requested.

    Raises:
        WorkerDied: one of the processes was ended from outside.
    """
    if jobs <= 1:
        return _results_here(_units(names, opened, None, rule), work)
    from pipefilter.scanning.worker_processes import UNITS_AHEAD, WorkerProcesses

    files = _OpenFiles(UNITS_AHEAD * jobs)
    return _results(_units(names, opened, files, rule), WorkerProcesses(jobs, work), files)


def _results_here(units: Iterator[tuple[Origin, Unit]], work: Work[_Result]) -> Generator[UnitResult[_Result]]:
    do = work.begin()
    for origin, unit in units:
        yield origin, unit, partial(do, unit)


def _results(
    units: Iterator[tuple[Origin, Unit]], processes: WorkerProcesses[_Result], files: _OpenFiles
) -> Generator[UnitResult[_Result]]:
    with files, processes:  # the last parts are still in progress when there are no more units
        for (origin, unit), future in processes.results(((origin, unit), unit) for origin, unit in units):
            yield origin, unit, future.result


def _units(
    names: list[str], opened: FileOpener, files: _OpenFiles | None, rule: WrapperRule | None
) -> Iterator[tuple[Origin, Unit]]:
    """The units of the files, each with its origin; with `files`, for several processes."""
    for name in names:
        read = 0
        try:
            ranged = None if files is None else ranged_file(name, _RANGE)
            if files is not None and ranged is not None:
                files.add(ranged)
                for part in ranged.ranges(_RANGE):
                    read = part.end
                    yield Origin(name, read, part.start), part
                continue
            with opened(name) as stream:
                for block in blocks(stream, size=BLOCK_SIZE if files is None else _PART, rule=rule):
                    read = block.read
                    yield Origin(name, read), block
        except UnreadableInput as error:
            yield Origin(name, read, unreadable=str(error)), Block(b"", 1, read)


class _OpenFiles:
    """The last `limit` files, open while parts of them may be in progress, so that workers can open them again."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._files: deque[RangedFile] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        while self._files:
            self._files.popleft().close()

    def add(self, file: RangedFile) -> None:
        """Keep another file open."""
        self._files.append(file)
        if len(self._files) > self._limit:
            self._files.popleft().close()

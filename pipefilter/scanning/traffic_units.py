"""Files of events in units, worked on in one process or in several: the results in the order of the input."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, Self, TypeVar

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.blocks import blocks
from pipefilter.scanning.events.file_range import RangedFile, ranged_file
from pipefilter.scanning.events.wrapper_rule import WrapperRule
from pipefilter.scanning.scan_unit import BLOCK_SIZE, Unit, Work
from pipefilter.scanning.worker_processes import UNITS_AHEAD, WorkerProcesses

__all__ = ["FileOpener", "Origin", "UnitResult", "unit_results"]

_RANGE = 1 << 23
"""Bytes of a part of a file that one process works on at a time."""
_PART = 1 << 20
"""Bytes sent to a process at a time, if this one has to read them."""

FileOpener = Callable[[str], AbstractContextManager[BinaryIO]]
_Result = TypeVar("_Result")
UnitResult = tuple["Origin", Unit, Callable[[], _Result]]
"""Where a unit is from, the unit, and a function that has the result, or raises `UnreadableInput`."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a unit is from.

    Args:
        name: of its file.
        read: how many bytes of the file are read with it, as it is stored.
        start: where a `FileRange` starts, in which lines are counted from 1; None for what has the file's own.
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

    The processes are made at once, and the rest is done when asked for.

    Args:
        names: of the files.
        opened: opens one of them for reading bytes.
        work: what is to be done.
        jobs: how many processes.
        rule: says which objects are wrappers of records, as for `blocks`.

    Raises:
        WorkerDied: one of the processes was ended from outside.
    """
    processes = WorkerProcesses(jobs, work) if jobs > 1 else None
    files = _OpenFiles(UNITS_AHEAD * jobs)
    return _results(_units(names, opened, jobs, files, rule), processes, work, files)


def _results(
    units: Iterator[tuple[Origin, Unit]],
    processes: WorkerProcesses[_Result] | None,
    work: Work[_Result],
    files: _OpenFiles,
) -> Generator[UnitResult[_Result]]:
    if processes is None:
        do = work.begin()
        for origin, unit in units:
            yield origin, unit, partial(do, unit)
    else:
        with files, processes:  # the last parts are under way when there are no more units
            for (origin, unit), future in processes.results(((origin, unit), unit) for origin, unit in units):
                yield origin, unit, future.result


def _units(
    names: list[str], opened: FileOpener, jobs: int, files: _OpenFiles, rule: WrapperRule | None
) -> Iterator[tuple[Origin, Unit]]:
    """The files in units, each with where it is from."""
    for name in names:
        read = 0
        try:
            ranged = ranged_file(name, _RANGE) if jobs > 1 else None
            if ranged is not None:
                files.add(ranged)
                for part in ranged.ranges(_RANGE):
                    read = part.end
                    yield Origin(name, read, part.start), part
                continue
            with opened(name) as stream:
                for block in blocks(stream, size=_PART if jobs > 1 else BLOCK_SIZE, rule=rule):
                    read = block.read
                    yield Origin(name, read), block
        except UnreadableInput as error:
            yield Origin(name, read, unreadable=str(error)), Block(b"", 1, read)


class _OpenFiles:
    """Files that stay open as long as parts of them may be under way, so that these can be opened again.

    Args:
        most: so many, the last ones.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._files: deque[RangedFile] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        while self._files:
            self._files.popleft().close()

    def add(self, file: RangedFile) -> None:
        """Keep one more open."""
        self._files.append(file)
        if len(self._files) > self._most:
            self._files.popleft().close()

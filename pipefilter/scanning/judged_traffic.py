"""Files of events judged, in one process or several: what was found, piece by piece, in the order of the input."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.block import Block
from pipefilter.scanning.blocks import blocks
from pipefilter.scanning.file_range import file_ranges
from pipefilter.scanning.judged import Judged
from pipefilter.scanning.judging import BLOCK_SIZE, Judging, Unit, UnitJudge
from pipefilter.scanning.worker_processes import WorkerProcesses

__all__ = ["Piece", "judged_traffic"]

_RANGE = 1 << 23
"""Bytes of a part of a file that one process judges at a time."""
_PART = 1 << 20
"""Bytes sent to a process at a time, if this one has to read them."""

Opened = Callable[[str], AbstractContextManager[BinaryIO]]


@dataclass(frozen=True, slots=True)
class Piece:
    """What was found in a piece of a file.

    Args:
        name: of the file.
        judged: what was found, its lines counted in the file.
        read: how many bytes of the file are read so far, as it is stored.
        unreadable: why the rest of the file could not be read; "" if it was.
    """

    name: str
    judged: Judged
    read: int
    unreadable: str = ""


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where a unit is from: its file, how far that is read with it, and where a `FileRange` starts."""

    name: str
    read: int
    start: int | None = None
    unreadable: str = ""


def judged_traffic(names: list[str], opened: Opened, judging: Judging, jobs: int) -> Generator[Piece]:
    """What is found in files of events, up to the last that is wanted.

    The processes are made at once, and the rest is done when asked for.

    Args:
        names: of the files.
        opened: opens one of them for reading bytes.
        judging: how.
        jobs: how many processes.

    Raises:
        WorkerDied: one of the processes was ended from outside.
    """
    processes = WorkerProcesses(jobs, judging) if jobs > 1 else None
    return _pieces(_units(names, opened, jobs), processes, judging)


def _pieces(
    units: Iterator[tuple[_Origin, Unit]], processes: WorkerProcesses | None, judging: Judging
) -> Generator[Piece]:
    lines_before = kept = 0
    most = judging.wanted.most
    for origin, unit, result in _results(units, processes, judging):
        unreadable = origin.unreadable
        try:
            judged = result()
            if kept and kept + judged.kept >= most > 0:  # again, but only as far as the last one that is wanted
                judged = UnitJudge(judging).judge(unit, most - kept)
        except UnreadableInput as error:
            judged, unreadable = Judged(), str(error)
        if origin.start is not None:
            lines_before = lines_before if origin.start else 0
            judged, lines_before = judged.moved(lines_before), lines_before + judged.lines
        kept += judged.kept
        yield Piece(origin.name, judged, origin.read, unreadable)
        if kept == most > 0:
            return


def _results(
    units: Iterator[tuple[_Origin, Unit]], processes: WorkerProcesses | None, judging: Judging
) -> Iterator[tuple[_Origin, Unit, Callable[[], Judged]]]:
    if processes is None:
        judge = UnitJudge(judging).judge
        for origin, unit in units:
            yield origin, unit, partial(judge, unit)
    else:
        with processes:
            for (origin, unit), future in processes.judged(((origin, unit), unit) for origin, unit in units):
                yield origin, unit, future.result


def _units(names: list[str], opened: Opened, jobs: int) -> Iterator[tuple[_Origin, Unit]]:
    """The files in units, each with where it is from."""
    for name in names:
        read = 0
        try:
            ranges = file_ranges(name, _RANGE) if jobs > 1 else []
            for part in ranges:
                yield _Origin(name, part.end, part.start), part
            if ranges:
                continue
            with opened(name) as stream:
                for block in blocks(stream, size=_PART if jobs > 1 else BLOCK_SIZE):
                    read = block.read
                    yield _Origin(name, read), block
        except UnreadableInput as error:
            yield _Origin(name, read, unreadable=str(error)), Block(b"", 1, read)

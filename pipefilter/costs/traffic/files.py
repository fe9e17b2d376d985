"""Counts files of events in one process or several, piece by piece."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing

from pipefilter.costs.traffic.counting import CountJob
from pipefilter.costs.traffic.counts import TrafficCounts
from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput
from pipefilter.scanning.traffic_units import FileOpener, UnitResult, unit_results

__all__ = ["PieceCounts", "count_files"]


@dataclass(frozen=True, slots=True)
class PieceCounts:
    """The counts of a piece of a file.

    Args:
        counts: of the piece; its faults have their lines in the file.
        read: how many bytes of the stored file are read so far.
        unreadable: why the rest of the file could not be read; "" if it was.
    """

    name: str
    counts: TrafficCounts
    read: int
    unreadable: str = ""


def count_files(names: list[str], opened: FileOpener, job: CountJob, jobs: int) -> Generator[PieceCounts]:
    """Count files of events.

    As many processes as `jobs` are started at once; counting begins with the first piece that is asked for.

    Raises:
        WorkerDied: a process was ended from outside.
    """
    results = unit_results(names, opened, job, jobs, job.rule())
    return _pieces(results, job)


def _pieces(results: Generator[UnitResult[TrafficCounts]], job: CountJob) -> Generator[PieceCounts]:
    lines_before = 0
    with closing(results):
        for origin, _, result in results:
            unreadable = origin.unreadable
            try:
                counts = result()
            except UnreadableInput as error:
                counts, unreadable = job.nothing(), str(error)
            if origin.start is not None:
                lines_before = lines_before if origin.start else 0
                counts, lines_before = counts.moved(lines_before), lines_before + counts.lines
            yield PieceCounts(origin.name, counts, origin.read, unreadable)

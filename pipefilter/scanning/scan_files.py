"""Scans files of events, in one process or several; the results come part by part, in the order of the input."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing

from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput
from pipefilter.scanning.events.scan_result import ScanResult
from pipefilter.scanning.scan_job import ScanJob, UnitScanner
from pipefilter.scanning.traffic_units import FileOpener, UnitResult, unit_results

__all__ = ["ScannedPart", "scan_files"]


@dataclass(frozen=True, slots=True)
class ScannedPart:
    """The result for a part of a file.

    Args:
        result: with places in the file.
        read: the number of bytes of the stored file that are read so far.
        unreadable: why the rest of the file could not be read; "" if it was.
    """

    name: str
    result: ScanResult
    read: int
    unreadable: str = ""


def scan_files(names: list[str], opened: FileOpener, job: ScanJob, jobs: int) -> Generator[ScannedPart]:
    """Scan files of events, up to the last event to keep.

    The processes start at once, everything else when the first part is requested.

    Raises:
        WorkerDied: one of the processes was ended from outside.
    """
    return _parts(unit_results(names, opened, job, jobs, job.rule), job)


def _parts(results: Generator[UnitResult[ScanResult]], job: ScanJob) -> Generator[ScannedPart]:
    lines_before = kept = 0
    limit = job.options.limit
    with closing(results):
        for origin, unit, unit_result in results:
            unreadable = origin.unreadable
            try:
                result = unit_result()
                # scan it again, but only up to the last event to keep
                if kept and kept + result.kept >= limit > 0:
                    result = UnitScanner(job).scan(unit, limit - kept)
            except UnreadableInput as error:
                result, unreadable = ScanResult(), str(error)
            if origin.start is not None:
                lines_before = lines_before if origin.start else 0
                result, lines_before = result.moved(lines_before), lines_before + result.lines
            kept += result.kept
            yield ScannedPart(origin.name, result, origin.read, unreadable)
            if kept == limit > 0:
                return

"""Files of events judged, in one process or several: what was found, piece by piece, in the order of the input."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.events.scan_result import ScanResult
from pipefilter.scanning.scan_job import ScanJob, UnitScanner
from pipefilter.scanning.traffic_units import FileOpener, UnitResult, unit_results

__all__ = ["ScannedPart", "scan_files"]


@dataclass(frozen=True, slots=True)
class ScannedPart:
    """What was found in a piece of a file.

    Args:
        name: of the file.
        judged: what was found, its lines counted in the file.
        read: how many bytes of the file are read so far, as it is stored.
        unreadable: why the rest of the file could not be read; "" if it was.
    """

    name: str
    judged: ScanResult
    read: int
    unreadable: str = ""


def scan_files(names: list[str], opened: FileOpener, judging: ScanJob, jobs: int) -> Generator[ScannedPart]:
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
    return _pieces(unit_results(names, opened, judging, jobs, judging.rule), judging)


def _pieces(results: Generator[UnitResult[ScanResult]], judging: ScanJob) -> Generator[ScannedPart]:
    with closing(results):
        yield from _until_enough(results, judging)


def _until_enough(results: Iterator[UnitResult[ScanResult]], judging: ScanJob) -> Iterator[ScannedPart]:
    lines_before = kept = 0
    most = judging.wanted.most
    for origin, unit, result in results:
        unreadable = origin.unreadable
        try:
            judged = result()
            if kept and kept + judged.kept >= most > 0:  # again, but only as far as the last one that is wanted
                judged = UnitScanner(judging).scan(unit, most - kept)
        except UnreadableInput as error:
            judged, unreadable = ScanResult(), str(error)
        if origin.start is not None:
            lines_before = lines_before if origin.start else 0
            judged, lines_before = judged.moved(lines_before), lines_before + judged.lines
        kept += judged.kept
        yield ScannedPart(origin.name, judged, origin.read, unreadable)
        if kept == most > 0:
            return

"""Files of events counted, in one process or several, piece by piece."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass

from pipefilter.costs.traffic.counting import Tallying
from pipefilter.costs.traffic.counts import Tally
from pipefilter.errors import UnreadableInput
from pipefilter.scanning.traffic_units import FileOpener, UnitResult, unit_results

__all__ = ["TallyPiece", "tallied_traffic"]


@dataclass(frozen=True, slots=True)
class TallyPiece:
    """What was counted in a piece of a file.

    Args:
        name: of the file.
        tally: what was counted, the places of faults counted in the file.
        read: how many bytes of the file are read so far, as it is stored.
        unreadable: why the rest of the file could not be read; "" if it was.
    """

    name: str
    tally: Tally
    read: int
    unreadable: str = ""


def tallied_traffic(names: list[str], opened: FileOpener, what: Tallying, jobs: int) -> Generator[TallyPiece]:
    """What is counted in files of events.

    The processes are made at once, and the rest is done when asked for.

    Args:
        names: of the files.
        opened: opens one of them for reading bytes.
        what: is to be counted.
        jobs: how many processes.

    Raises:
        WorkerDied: one of the processes was ended from outside.
    """
    results = unit_results(names, opened, what, jobs, what.rule())
    return _pieces(results, what)


def _pieces(results: Generator[UnitResult[Tally]], what: Tallying) -> Generator[TallyPiece]:
    lines_before = 0
    with closing(results):
        for origin, _, result in results:
            unreadable = origin.unreadable
            try:
                tally = result()
            except UnreadableInput as error:
                tally, unreadable = what.nothing(), str(error)
            if origin.start is not None:
                lines_before = lines_before if origin.start else 0
                tally, lines_before = tally.moved(lines_before), lines_before + tally.lines
            yield TallyPiece(origin.name, tally, origin.read, unreadable)

"""Units of traffic evaluated in this process, in place of `WorkerProcesses`."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from typing import Any, Self

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.events.file_range import Unit
from pipefilter.scanning.work import Work
from pipefilter.scanning.worker_processes import UNITS_AHEAD


class ResultsInOneProcess:
    """Units are evaluated here as late as worker processes might: when as many as possible are ahead."""

    def __init__(self, count: int, work: Work[Any]) -> None:
        self._ahead = count * UNITS_AHEAD
        self._do = work.begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def results(self, units: Iterable[tuple[Any, Unit]]) -> Iterator[tuple[Any, Future[Any]]]:
        """The results of units, in their order."""
        ahead: deque[tuple[Any, Unit]] = deque()
        for tagged in units:
            ahead.append(tagged)
            if len(ahead) >= self._ahead:
                yield self._evaluated(*ahead.popleft())
        while ahead:
            yield self._evaluated(*ahead.popleft())

    def _evaluated(self, tag: object, unit: Unit) -> tuple[object, Future[Any]]:
        future: Future[Any] = Future()
        try:
            future.set_result(self._do(unit))
        except UnreadableInput as error:
            future.set_exception(error)
        return tag, future

"""Worker processes: each unit has its answer, in order, and a process that dies is reported."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from echo_work import Echo

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.worker_died import WorkerDied
from pipefilter.scanning.worker_processes import WorkerProcesses

LONG = b"x" * 300_000
"""More than fits into a pipe."""


def blocks(*datas: bytes) -> Iterator[tuple[int, Block]]:
    return ((number, Block(data, 1, 0)) for number, data in enumerate(datas))


@pytest.mark.slow
class TestWorkerProcesses:
    def test_answers_in_order(self) -> None:
        """Short and long units, and long results, of which none waits for another for ever."""
        datas = [b"%d" % number + LONG * (number % 3 == 0) for number in range(40)]
        with WorkerProcesses(3, Echo()) as pool:
            answers = [(tag, answer.result()) for tag, answer in pool.results(blocks(*datas))]
        assert answers == list(enumerate(datas))

    def test_an_error_is_the_answer(self) -> None:
        """The work on other units goes on."""
        with WorkerProcesses(2, Echo()) as pool:
            answers = [answer for _, answer in pool.results(blocks(b"a", b"unreadable", b"b"))]
            with pytest.raises(UnreadableInput, match="cut off"):
                answers[1].result()
            assert [answers[0].result(), answers[2].result()] == [b"a", b"b"]

    def test_a_process_that_dies(self) -> None:
        """The results would be incomplete."""
        with WorkerProcesses(2, Echo()) as pool, pytest.raises(WorkerDied):
            list(pool.results(blocks(b"a", b"deadly", b"b", b"c", b"d", b"e")))

"""Threads that check documents, so that the next message is read meanwhile.

Threads, and not processes: the work on a document is bounded, its text is at hand, and an editor starts the server in
every window, so that a second interpreter would cost memory for nothing. They are daemon threads, which do not keep the
server alive after its editor has ended.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import TypeVar

__all__ = ["Workers"]

_Result = TypeVar("_Result")


class Workers:
    """A few threads, started when they are first needed.

    Args:
        count: how many jobs run at once; the others wait.
    """

    def __init__(self, count: int, name: str) -> None:
        self._count = count
        self._name = name
        self._jobs: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._threads: list[threading.Thread] = []

    async def run(self, function: Callable[[], _Result]) -> _Result:
        """Call a function in a thread, and wait for its result without blocking the loop."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[_Result] = loop.create_future()

        def finish(result: _Result | None, error: BaseException | None) -> None:
            if future.cancelled():
                return
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(result)  # type: ignore[arg-type]  # a function may return None

        def job() -> None:
            if future.cancelled():
                return
            result, fault = None, None
            try:
                result = function()
            except BaseException as error:  # noqa: BLE001 - whoever waits receives it
                fault = error
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(finish, result, fault)

        self._jobs.put(job)
        if len(self._threads) < self._count:
            name = f"{self._name} {len(self._threads) + 1}"
            self._threads.append(threading.Thread(target=self._work, name=name, daemon=True))
            self._threads[-1].start()
        return await future

    def _work(self) -> None:
        while True:
            self._jobs.get()()

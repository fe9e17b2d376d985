"""Work for worker processes, in a module that new processes can import."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.file_range import Unit

__all__ = ["Echo"]


@dataclass(frozen=True)
class Echo:
    """Work whose result is the data of the block; some data makes it fail, or ends the process."""

    def begin(self) -> Callable[[Unit], bytes]:
        """The function that works on one unit."""
        return echo


def echo(unit: Unit) -> bytes:
    """The data of a block."""
    assert isinstance(unit, Block)
    if unit.data == b"unreadable":
        raise UnreadableInput("cut off")
    if unit.data == b"deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return unit.data

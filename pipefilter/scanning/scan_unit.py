"""Work that is done unit by unit, each unit in any of several processes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias, TypeVar

from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.file_range import FileRange

__all__ = ["BLOCK_SIZE", "Unit", "Work"]

BLOCK_SIZE = 1 << 18
"""Bytes of a block: as much as stays in a core's own cache."""

Unit: TypeAlias = Block | FileRange
Result_co = TypeVar("Result_co", covariant=True)


class Work(Protocol[Result_co]):
    """What is to be done with each unit; it is sent to every process, and made ready there once."""

    def begin(self) -> Callable[[Unit], Result_co]:
        """Make it ready: a function that does it with a unit, and may raise `UnreadableInput`."""

"""A block of a file of events: whole lines, and where in the file they come from."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Block"]


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of a file, or some events of it with each made one line.

    Args:
        data: whole lines; each ends in a line feed, except perhaps the very last of the file.
        line: the line of the file, from 1, at which the block begins.
        read: how many bytes of the file are read so far, as it is stored, for a progress bar.
        places: the line and the column in the file at which the event of each line begins; None if the lines
            are the file's own.
        prefixed: whether a time and a blank stand before each event, as in what CloudWatch Logs exports.
        unread: why the event at which the block begins could not be read, if so; then there is no data.
        passed: how many line feeds that event has.
    """

    data: bytes
    line: int
    read: int
    places: tuple[tuple[int, int], ...] | None = None
    prefixed: bool = False
    unread: str = ""
    passed: int = 0

    @property
    def line_count(self) -> int:
        """How many lines it has, the last one perhaps without a line feed."""
        return self.passed + self.data.count(b"\n") + (not self.data.endswith(b"\n") if self.data else 0)

"""A block of a file of events: whole lines, with their place in the file."""

from __future__ import annotations

from pipefilter.dataclass import dataclass
from pipefilter.native_libraries.byte_search import count

__all__ = ["BLOCK_SIZE", "Block"]

BLOCK_SIZE = 1 << 18
"""Bytes in a block: as many as fit into a core's own cache."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of a file, or some of its events with each on one line.

    Args:
        data: whole lines; each ends in a line feed, except perhaps the very last of the file.
        line: the line of the file, from 1, at which the block starts.
        read: the number of bytes of the stored file that are read so far, for a progress bar.
        places: the line and column in the file at which the event of each line starts; None if the lines are the
            file's own.
        prefixed: whether each event comes after a time and a space, as in exports of CloudWatch Logs.
        unread: why the event at the start of the block could not be read; "" if it could. Then there is no data.
        passed: the number of line feeds in that event.
        are_candidates: whether the lines were selected as those that may match, so that another search is useless.
        line_feeds: how many the data contains; None if they are still to be counted.
    """

    data: bytes
    line: int
    read: int
    places: tuple[tuple[int, int], ...] | None = None
    prefixed: bool = False
    unread: str = ""
    passed: int = 0
    are_candidates: bool = False
    line_feeds: int | None = None

    @property
    def line_count(self) -> int:
        """The number of lines; the last one may have no line feed."""
        line_feeds = count(self.data, b"\n") if self.line_feeds is None else self.line_feeds
        return self.passed + line_feeds + (not self.data.endswith(b"\n") if self.data else 0)

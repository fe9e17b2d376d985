"""Detects whether a file was replaced, truncated or changed since it was opened."""

from __future__ import annotations

import os
import stat
import sys
from typing import BinaryIO

from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput

__all__ = ["FileSnapshot", "take_snapshot", "truncation_error"]


@dataclass(frozen=True, slots=True)
class FileSnapshot:
    """The state of a regular file when it was opened.

    Args:
        modified: the time of the last change, in nanoseconds since 1970.
        link: another path that works while the file is open, even if `path` does not; "" if there is none.
    """

    path: str
    device: int
    inode: int
    size: int
    modified: int
    link: str = ""

    def opened(self, end: int) -> BinaryIO:
        """Open the same file again for reading bytes up to an offset.

        Raises:
            UnreadableInput: its path now names another file, and there is no link; or it is shorter, or changed.
            OSError: it cannot be opened.
        """
        for name in filter(None, (self.path, self.link)):
            try:
                file = open(name, "rb", buffering=0)  # noqa: PTH123, SIM115 - the caller closes it
            except FileNotFoundError:
                continue
            status = os.fstat(file.fileno())
            if (status.st_dev, status.st_ino) == (self.device, self.inode):
                try:
                    self.verify(file, end)
                except UnreadableInput:
                    file.close()
                    raise
                return file
            file.close()
        raise UnreadableInput("the file was removed or replaced while it was read")

    def verify(self, file: BinaryIO, end: int) -> None:
        """Verify that the file still has the same contents, as far as its size and time show that.

        A longer file was appended to, as logs are; a shorter one lacks data. The change time of the inode is not
        compared, as renaming changes it.

        Args:
            end: the offset up to which it will be read, or was.

        Raises:
            UnreadableInput: it is shorter; or it was changed, and has the same size.
        """
        status = os.fstat(file.fileno())
        if status.st_size < end:
            raise truncation_error(self.size, status.st_size)
        if status.st_size == self.size and status.st_mtime_ns != self.modified:
            raise UnreadableInput(
                "the file was changed while it was read: some of its events may not be counted"
            )


def take_snapshot(path: str, file: BinaryIO) -> FileSnapshot | None:
    """The state of a file, valid while it is open; None if it is not a regular file, or has no size."""
    try:
        status = os.fstat(file.fileno())
    except (AttributeError, OSError, ValueError):  # it is in memory
        return None
    if not stat.S_ISREG(status.st_mode) or not status.st_size:  # as files in /proc
        return None
    link = f"/proc/{os.getpid()}/fd/{file.fileno()}" if sys.platform == "linux" else ""
    return FileSnapshot(path, status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, link)


def truncation_error(size: int, left: int) -> UnreadableInput:
    """The error for a file that had `size` bytes, and has `left` now."""
    return UnreadableInput(
        f"the file was truncated while it was read, from {size:,} to {left:,} bytes: "
        "events after the new end are not counted"
    )

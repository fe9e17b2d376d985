"""Which file was opened, and how long it was then: what is in it later may be another's, or cut off."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass
from typing import BinaryIO

from pipefilter.errors import UnreadableInput

__all__ = ["FileSnapshot", "snapshot_of", "truncation_error"]


@dataclass(frozen=True, slots=True)
class FileSnapshot:
    """A regular file when it was opened.

    Args:
        path: its name then.
        device: on which it is.
        inode: its number there.
        size: in bytes.
        modified: when its contents were, in nanoseconds since 1970.
        link: another name for it while it is open, whatever becomes of its own name; "" if there is none.
    """

    path: str
    device: int
    inode: int
    size: int
    modified: int
    link: str = ""

    def opened(self, end: int) -> BinaryIO:
        """The same file opened again, for reading bytes.

        Args:
            end: so far it is going to be read.

        Raises:
            UnreadableInput: its name is that of another file now, and there is no link; or it is shorter, or changed.
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
        raise UnreadableInput("it was removed or replaced by another file while it was read")

    def verify(self, file: BinaryIO, end: int) -> None:
        """Verify that what was in the file is in it still, as far as that shows without a look at it.

        A longer file has been written to as logs are, at its end; of a shorter one other parts are missing. The time of the inode is not compared: a new name
        changes it.

        Args:
            file: the file, open.
            end: so far it is going to be read, or was.

        Raises:
            UnreadableInput: it is shorter; or it was written to, and is as long as before.
        """
        status = os.fstat(file.fileno())
        if status.st_size < end:
            raise truncation_error(self.size, status.st_size)
        if status.st_size == self.size and status.st_mtime_ns != self.modified:
            raise UnreadableInput("it was changed while it was read: some of what was in it may not be counted")


def snapshot_of(path: str, file: BinaryIO) -> FileSnapshot | None:
    """What a file is now; None if it is no regular file, or does not say how long it is.

    Args:
        path: of the file.
        file: open, and it stays so until it is not needed any more.
    """
    try:
        status = os.fstat(file.fileno())
    except (AttributeError, OSError, ValueError):  # it is in memory
        return None
    if not stat.S_ISREG(status.st_mode) or not status.st_size:  # as those in /proc
        return None
    link = f"/proc/{os.getpid()}/fd/{file.fileno()}" if sys.platform == "linux" else ""
    return FileSnapshot(path, status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, link)


def truncation_error(size: int, left: int) -> UnreadableInput:
    """The error that says that a file was truncated.

    Args:
        size: how many bytes it had when it was opened.
        left: how many there are now.
    """
    return UnreadableInput(
        f"it was truncated while it was read: it had {size:,} bytes, and has {left:,} now; "
        "what came after those is not counted"
    )

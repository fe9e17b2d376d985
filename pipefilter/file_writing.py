"""Writes files whole or not at all, so that a reader sees the old content or the new content, and never a part."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from pathlib import Path

__all__ = ["create_file", "replace_file", "write_file"]

_NO_REPLACING = {errno.EACCES, errno.EBUSY, errno.EPERM, errno.EROFS}
"""A folder may not let a file be replaced that can be written: a single file that a container mounts, for example."""


def write_file(path: Path, content: bytes) -> None:
    """Write a file that the user named: as `open(path, "wb")` would, through links, and into devices and pipes.

    Raises:
        OSError: it cannot be written.
    """
    status = _status(path)
    if status is not None and (not stat.S_ISREG(status.st_mode) or status.st_nlink > 1 or _is_open_file(path)):
        path.write_bytes(
            content
        )  # a file in its place would be another one to whoever reads it by another name
        return
    file = Path(os.path.realpath(path))
    mode = status.st_mode if status is not None else None
    if mode is not None and not os.access(file, os.W_OK):  # the folder's permissions would do for replacing it
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    try:
        _write_and_move(file, content, mode)
    except OSError as error:
        if mode is None or error.errno not in _NO_REPLACING:
            raise
        file.write_bytes(content)


def _status(path: Path) -> os.stat_result | None:
    """The status of the file that a path leads to; None if there is none. Links in a circle are an error."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _is_open_file(path: Path) -> bool:
    """Whether the path is an open file of a process, or a link to it: `/dev/stdout` may be an ordinary file."""
    while True:
        if path.absolute().parts[:2] in {("/", "dev"), ("/", "proc")}:
            return True
        if not path.is_symlink():
            return False
        path = path.parent / path.readlink()


def replace_file(path: Path, content: bytes) -> None:
    """Put a file into a folder, in place of whatever has its name there: a link is replaced, and not followed.

    Raises:
        OSError: it cannot be written.
    """
    _write_and_move(path, content, None)


def create_file(path: Path, content: bytes) -> None:
    """Write a file that does not exist yet.

    Raises:
        FileExistsError: the name is taken.
        OSError: it cannot be written.
    """
    with path.open("xb") as file:
        try:
            file.write(content)
            file.flush()
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def _write_and_move(path: Path, content: bytes, mode: int | None) -> None:
    # in the same folder, as a file is moved in one step only within a file system
    temporary = path.with_name(f".pipefilter-{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(content)
        if mode is not None:
            temporary.chmod(mode & 0o7777)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise

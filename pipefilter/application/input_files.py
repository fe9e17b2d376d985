"""Opens files by their names: `-` is standard input, and JSON in place of a name is its own contents."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from pipefilter.errors import UnreadableInput
from pipefilter.override import override
from pipefilter.scanning.bytes.file_snapshot import take_snapshot, truncation_error
from pipefilter.single_line import single_line

__all__ = ["STDIN", "PartStream", "file_contents", "input_label", "is_inline", "opened", "shown_name"]

STDIN = "-"
_BLOCK = 1 << 16
_JSON_START = re.compile(r"\s*(?:\{|\[\s*[\[{\"])")
"""The start of an object, or of a list of objects, lists or strings; a glob such as `[ab]*.json` may start with a bracket too."""


def shown_name(name: str) -> str:
    """The name of a file in messages: on one line."""
    return single_line(input_label(name))


def input_label(name: str) -> str:
    """The name of a file in results that are data, such as JSON: with all its characters."""
    if is_inline(name):
        return "<argument>"
    return "<stdin>" if name == STDIN else name or "''"


def is_inline(name: str) -> bool:
    """Whether it is JSON, and not the name of a file."""
    if not _JSON_START.match(name):
        return False
    try:
        return not Path(name).exists()
    except (OSError, ValueError):  # too long for a name
        return True


class PartStream(io.RawIOBase):
    """A stream whose next bytes come from `read_part`."""

    def read_part(self, limit: int) -> bytes:
        """The next bytes, `limit` at most; none at the end."""
        raise NotImplementedError

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # BufferedReader gives a memoryview
        data = self.read_part(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Reading(io.RawIOBase):
    """A stream whose faults are not `OSError`s, as those of printing are."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = cast("io.BufferedReader", stream)
        # of a log that grows meanwhile, only its contents at the start are read: the same however it is read
        self._snapshot = take_snapshot(name, stream)
        self._at = 0 if self._snapshot is None else stream.tell()

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: memoryview | bytearray) -> int:  # type: ignore[override]  # all that is passed here
        snapshot = self._snapshot
        limit = len(buffer) if snapshot is None else min(len(buffer), max(0, snapshot.size - self._at))
        try:
            size = self._stream.readinto1(memoryview(buffer)[:limit]) if limit else 0
        except OSError as error:
            raise _unreadable(error) from None
        if snapshot is not None and not size:
            if limit:
                raise truncation_error(snapshot.size, self._at)
            snapshot.verify(self._stream, 0)  # it is read to its end: it may have become shorter
        self._at += size
        return size


def _unreadable(error: OSError) -> UnreadableInput:
    return UnreadableInput(error.strerror or str(error))


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """A file or standard input, opened for reading bytes.

    Raises:
        UnreadableInput: it does not exist, or cannot be read.
    """
    if name == STDIN:
        if sys.stdin is None:  # as after `<&-`
            raise UnreadableInput("standard input is closed")
        yield io.BufferedReader(_Reading(sys.stdin.buffer, name), _BLOCK)
        return
    if is_inline(name):
        yield io.BufferedReader(io.BytesIO(name.encode("utf-8", "surrogateescape")))
        return
    try:
        file = open(name, "rb")  # noqa: PTH123, SIM115 - for `Path`, "" is the working directory
    except OSError as error:
        raise _unreadable(error) from None
    with file:
        yield io.BufferedReader(_Reading(file, name), _BLOCK)


def file_contents(name: str) -> bytes:
    """The contents of a file.

    Raises:
        UnreadableInput: it cannot be read; the message names it.
    """
    try:
        with opened(name) as stream:
            return stream.read()
    except (UnreadableInput, ValueError) as error:  # ValueError: no file can have that name
        raise UnreadableInput(f"cannot read {shown_name(name)}: {_folder_fault(name) or error}") from None


def _folder_fault(name: str) -> str:
    """Why a folder, which is no file, cannot even be listed; "" for any other name."""
    try:
        if Path(name).is_dir():
            os.listdir(name)  # noqa: PTH208 - the names are of no interest
    except (OSError, ValueError) as error:
        return str(getattr(error, "strerror", ""))
    return ""

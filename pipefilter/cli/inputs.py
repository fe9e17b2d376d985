"""Files and standard input, as the commands take them: `-` is standard input."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import click

from pipefilter.cli.exit_codes import COULD_NOT_TELL
from pipefilter.errors import UnreadableInput
from pipefilter.scanning.file_snapshot import is_shorter, snapshot_of
from pipefilter.templates.suffixes import is_yaml_name

__all__ = [
    "STDIN",
    "InputError",
    "file_bytes",
    "is_folder",
    "is_inline",
    "is_reference",
    "is_yaml",
    "opened",
    "pattern_bytes",
    "shown_name",
]

STDIN = "-"
_BLOCK = 1 << 16


class InputError(click.ClickException):
    """A file that was named cannot be read; said in one sentence, without the command's usage."""

    exit_code = COULD_NOT_TELL


def shown_name(name: str) -> str:
    """What a file is called in messages."""
    if is_inline(name):
        return "<argument>"
    return "<stdin>" if name == STDIN else name or "''"


def is_inline(name: str) -> bool:
    """Whether it is JSON itself, and not the name of a file."""
    if not name.lstrip().startswith("{"):
        return False
    try:
        return not Path(name).exists()
    except (OSError, ValueError):  # too long for a name
        return True


class _Reading(io.RawIOBase):
    """A stream whose faults are told from those of printing, which are `OSError`s too."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = cast("io.BufferedReader", stream)
        # of a log that grows meanwhile, what was there at the begin is read: the same however it is read
        self._snapshot = snapshot_of(name, stream)
        self._at = 0 if self._snapshot is None else stream.tell()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # BufferedReader gives a memoryview
        snapshot = self._snapshot
        most = len(buffer) if snapshot is None else min(len(buffer), max(0, snapshot.size - self._at))
        try:
            data = self._stream.read1(most) if most else b""
        except OSError as error:
            raise _unreadable(error) from None
        if snapshot is not None and not data:
            if most:
                raise is_shorter(snapshot.size, self._at)
            snapshot.verify(self._stream, 0)  # it is read: it may be shorter now
        self._at += len(data)
        buffer[: len(data)] = data
        return len(data)


def _unreadable(error: OSError) -> UnreadableInput:
    return UnreadableInput(error.strerror or str(error))


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """A file or standard input, opened for reading bytes.

    Raises:
        UnreadableInput: there is none, or it cannot be read.
    """
    if name == STDIN:
        if sys.stdin is None:  # as after `<&-`
            raise UnreadableInput("it is closed")
        yield io.BufferedReader(_Reading(sys.stdin.buffer, name), _BLOCK)
        return
    if is_inline(name):
        yield io.BufferedReader(io.BytesIO(name.encode("utf-8", "surrogateescape")))
        return
    try:
        file = open(name, "rb")  # noqa: PTH123, SIM115 - `Path` makes of "" the working directory
    except OSError as error:
        raise _unreadable(error) from None
    with file:
        yield io.BufferedReader(_Reading(file, name), _BLOCK)


def pattern_bytes(name: str, *, unknown_too: bool = False) -> bytes:
    """A pattern, or filter criteria: the contents of a file, or what a template has, as in `template.yaml#OrdersPipe`.

    Args:
        name: of the file, maybe with a resource in it.
        unknown_too: whether parts that the template does not tell may stand as they do there, such as `${Stage}`.

    Raises:
        InputError: it cannot be read, or the template does not tell it.
    """
    if is_reference(name):
        from pipefilter.cli.pattern_in_template import pattern_in_template  # noqa: PLC0415 - only for a template

        return pattern_in_template(name, unknown_too=unknown_too)
    return file_bytes(name)


def is_yaml(name: str) -> bool:
    """Whether it is the name of a file in YAML: a pattern, filter criteria, or a template."""
    return is_yaml_name(name) and Path(name).is_file()


def is_reference(name: str) -> bool:
    """Whether it names a resource in a file, as in `template.yaml#OrdersPipe`, or a file in YAML."""
    if is_inline(name):
        return False
    if is_yaml(name):
        return True
    if "#" not in name:
        return False
    from pipefilter.templates.reference import split_reference  # noqa: PLC0415 - only for a template

    return split_reference(name) is not None


def file_bytes(name: str) -> bytes:
    """The contents of a file.

    Raises:
        InputError: it cannot be read.
    """
    try:
        with opened(name) as stream:
            return stream.read()
    except UnreadableInput as error:
        raise InputError(f"cannot read {shown_name(name)}: {error}") from None


def is_folder(name: str) -> bool:
    """Whether it is the name of a folder."""
    return name not in ("", STDIN) and not is_inline(name) and Path(name).is_dir()

"""Files and standard input, as the commands take them: `-` is standard input."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from pipefilter.cli.exit_codes import COULD_NOT_TELL
from pipefilter.errors import UnreadableInput
from pipefilter.ready_patterns import PATTERN_FILE
from pipefilter.scanning.event_texts import EVENT_SUFFIXES

__all__ = ["STDIN", "InputError", "files_in", "opened", "pattern_bytes", "shown_name"]

STDIN = "-"


class InputError(click.ClickException):
    """A file that was named cannot be read; said in one sentence, without the command's usage."""

    exit_code = COULD_NOT_TELL


def shown_name(name: str) -> str:
    """What a file is called in messages."""
    return "<stdin>" if name == STDIN else name


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """A file or standard input, opened for reading bytes.

    Raises:
        UnreadableInput: there is none, or it cannot be read.
    """
    if name == STDIN:
        yield sys.stdin.buffer
        return
    try:
        file = io.FileIO(name)
    except OSError as error:
        raise UnreadableInput(error.strerror or str(error)) from None
    with io.BufferedReader(file, 1 << 16) as stream:
        yield stream


def pattern_bytes(name: str) -> bytes:
    """The contents of a pattern's file.

    Raises:
        InputError: it cannot be read.
    """
    try:
        with opened(name) as stream:
            return stream.read()
    except UnreadableInput as error:
        raise InputError(f"cannot read {shown_name(name)}: {error}") from None


def files_in(name: str, *, patterns: bool = False) -> list[str]:
    """The file itself, or those in a folder and its folders, in order of their names.

    Args:
        name: a file, a folder or `-`.
        patterns: if a folder holds files of the name `pattern.json`, only those.

    Raises:
        InputError: there is no such file, or none in the folder.
    """
    if name == STDIN:
        return [name]
    path = Path(name)
    if not path.is_dir():
        if not path.exists():
            raise InputError(f"there is no file {name}")
        return [name]
    found = [path for path in path.rglob("*") if path.is_file() and path.suffix.lower() in EVENT_SUFFIXES]
    if patterns:
        named = [path for path in found if path.name == PATTERN_FILE]
        found = named or [path for path in found if path.suffix.lower() == ".json"]
    if not found:
        raise InputError(f"there is no JSON file in the folder {name}")
    return [str(path) for path in sorted(found)]

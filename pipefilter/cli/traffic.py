"""The traffic that a command is given: files, folders, globs, standard input, and objects in S3."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from os import fstat
from pathlib import Path
from typing import BinaryIO

import click

from pipefilter.cli.inputs import STDIN, InputError, opened
from pipefilter.errors import UnreadableInput
from pipefilter.scanning.traffic_files import traffic_files

__all__ = ["cores", "given_or_standard_input", "is_worth_processes", "opened_traffic", "traffic_sizes"]

_S3 = "s3://"
_WORTH_PROCESSES = 1 << 25
"""Below so many bytes, one process is done before others have begun."""
_UNPACKED = 8
"""About so many times its size is in a compressed file."""
_COMPRESSED = (".gz", ".gzip", ".zst", ".zstd")


def traffic_sizes(given: Iterable[str]) -> list[tuple[str, int | None]]:
    """The files and objects that were named, each with its size in bytes; None where that is not known.

    Args:
        given: what the user named.

    Raises:
        InputError: there is no such file, or it cannot be looked for.
    """
    try:
        return [found for name in traffic_files(given) for found in _sizes(name)]
    except UnreadableInput as error:
        raise InputError(str(error)) from None


def _sizes(name: str) -> Iterator[tuple[str, int | None]]:
    if name.startswith(_S3):
        from pipefilter.aws.s3_objects import s3_objects  # noqa: PLC0415 - brings boto3 along

        for found in s3_objects(name):
            yield found.name, found.size
        return
    path = Path(name)
    yield name, path.stat().st_size if name != STDIN and path.is_file() else None


@contextmanager
def opened_traffic(name: str) -> Iterator[BinaryIO]:
    """A file, standard input or an object in S3, opened for reading bytes.

    Args:
        name: of it.

    Raises:
        UnreadableInput: there is none, or it cannot be read.
    """
    if not name.startswith(_S3):
        with opened(name) as stream:
            yield stream
        return
    from pipefilter.aws.s3_objects import opened_object  # noqa: PLC0415 - brings boto3 along

    with opened_object(name) as stream:
        yield stream


def is_worth_processes(sizes: Iterable[tuple[str, int | None]]) -> bool:
    """Whether there is so much to read that several processes are sooner done.

    Args:
        sizes: of the files, None where not known.
    """
    total = 0
    for name, size in sizes:
        if size is None:
            # what comes from a pipe comes slowly, and is to be printed as it comes
            return name == STDIN and _is_file(sys.stdin)
        total += size * (_UNPACKED if name.endswith(_COMPRESSED) else 1)
    return total >= _WORTH_PROCESSES


def given_or_standard_input(given: Sequence[str]) -> list[str]:
    """The files that were named; if none was, standard input.

    Args:
        given: what the user named.

    Raises:
        click.UsageError: none was, and standard input is a terminal.
    """
    if given:
        return list(given)
    if sys.stdin is None or sys.stdin.isatty():
        raise click.UsageError("give FILES to look for events in, or - for standard input")
    return [STDIN]


def cores() -> int:
    """How many processes can work at once."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1


def _is_file(stream: object) -> bool:
    try:
        return stat.S_ISREG(fstat(stream.fileno()).st_mode)  # type: ignore[attr-defined]  # raises if it has none
    except (AttributeError, OSError, ValueError):
        return False

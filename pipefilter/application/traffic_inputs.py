"""Finds and opens traffic by its names: files, folders, globs, standard input, and objects in S3."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from os import fstat
from pathlib import Path
from typing import BinaryIO

from pipefilter.application.input_files import STDIN, is_inline, opened
from pipefilter.errors import UnreadableInput
from pipefilter.scanning.traffic_files import skipped_files, traffic_files

__all__ = ["Sizes", "opened_traffic", "passed_over", "suitable_jobs", "traffic_sizes"]

_S3 = "s3://"
_WORTH_PROCESSES = 1 << 25
"""Below this number of bytes, one process is done before others have started."""
_UNPACKED = 8
"""The approximate factor between the contents and the size of a compressed file."""
_COMPRESSED = (".gz", ".gzip", ".zst", ".zstd")

Sizes = list[tuple[str, int | None]]
"""Names, each with the size in bytes; None if not known."""


def traffic_sizes(names: Iterable[str]) -> Sizes:
    """The files and objects that names, folders and globs stand for, each with its size; also `-`, and events as JSON.

    Raises:
        UnreadableInput: there is no such file, or it cannot be searched for.
    """
    sizes: Sizes = []
    for is_text, some in groupby(names, key=is_inline):
        if is_text:
            sizes += ((text, len(text)) for text in some)
        else:
            sizes += (sized for name in traffic_files(some) for sized in _sizes(name))
    if [name for name, _ in sizes].count(STDIN) > 1:
        raise UnreadableInput("- can be used only once: standard input can be read only once")
    return sizes


def passed_over(names: Iterable[str]) -> list[str]:
    """The files in folders that are skipped because of their names."""
    return list(skipped_files(name for name in names if not is_inline(name)))


def _sizes(name: str) -> Iterator[tuple[str, int | None]]:
    if name.startswith(_S3):
        from pipefilter.aws.s3.objects import s3_objects

        for s3_object in s3_objects(name):
            yield s3_object.name, s3_object.size
        return
    path = Path(name)
    yield name, path.stat().st_size if name != STDIN and path.is_file() else None


@contextmanager
def opened_traffic(name: str) -> Iterator[BinaryIO]:
    """A file, standard input or an object in S3, opened for reading bytes.

    Raises:
        UnreadableInput: it does not exist, or cannot be read.
    """
    if not name.startswith(_S3):
        with opened(name) as stream:
            yield stream
        return
    from pipefilter.aws.s3.objects import opened_object

    with opened_object(name) as stream:
        yield stream


def suitable_jobs(sizes: Iterable[tuple[str, int | None]]) -> int:
    """The number of processes that reads files fastest: one a core if there is much to read, else one."""
    return _cores() if _is_worth_processes(sizes) else 1


def _is_worth_processes(sizes: Iterable[tuple[str, int | None]]) -> bool:
    total = 0
    for name, size in sizes:
        if size is None:
            # data from a pipe may come slowly, and are printed as they come
            return name == STDIN and _is_file(sys.stdin)
        total += size * (_UNPACKED if name.endswith(_COMPRESSED) else 1)
    return total >= _WORTH_PROCESSES


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1


def _is_file(stream: object) -> bool:
    try:
        return stat.S_ISREG(fstat(stream.fileno()).st_mode)  # type: ignore[attr-defined]  # raises if it has none
    except (AttributeError, OSError, ValueError):
        return False

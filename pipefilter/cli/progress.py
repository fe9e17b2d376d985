"""A progress bar on a terminal, for long work only; nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["progress"]

_LONG = 20_000_000
"""Bytes from which on reading takes long enough for a bar."""


@contextmanager
def progress(names: list[str]) -> Iterator[Callable[[str, int], None]]:
    """A function to call with a file's name and how many of its bytes are read.

    Args:
        names: the files that will be read.
    """
    sizes = {name: Path(name).stat().st_size for name in names if Path(name).is_file()}
    # verdicts on the same terminal would tear the bar apart
    if sum(sizes.values()) < _LONG or not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda _name, _read: None
        return
    from rich.console import Console  # noqa: PLC0415 - costs time that short work must not take
    from rich.progress import Progress  # noqa: PLC0415 - costs time that short work must not take

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=sum(sizes.values()))
        done: dict[str, int] = {}

        def advance(name: str, read: int) -> None:
            done[name] = read
            bar.update(task, completed=sum(done.values()))

        yield advance

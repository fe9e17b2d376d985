"""A progress bar on a terminal, for long work only; nothing in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pipefilter.application.input_files import is_inline

__all__ = ["file_sizes", "progress", "traffic_progress"]

_LONG = 20_000_000
"""Bytes whose reading takes long enough for a bar."""
_SOON = 0.5
"""Seconds after which the bar is shown."""


def file_sizes(names: list[str]) -> dict[str, int | None]:
    """The size of each file in bytes; None for what is not a plain file, such as standard input."""
    return {name: _file_size(name) for name in names}


def _file_size(name: str) -> int | None:
    path = Path(name)
    return path.stat().st_size if not is_inline(name) and path.is_file() else None


@contextmanager
def progress(names: list[str]) -> Iterator[Callable[[str, int], None]]:
    """A function to call with a file's name and how many of its bytes are read."""
    known = sum(size or 0 for size in file_sizes(names).values())
    # verdicts on the same terminal would tear the bar apart
    if known < _LONG or not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda _name, _read: None
        return
    with traffic_progress(file_sizes(names), prints=True) as advance:
        yield lambda name, read: advance(name, read, 0)


@contextmanager
def traffic_progress(
    sizes: Mapping[str, int | None], *, prints: bool
) -> Iterator[Callable[[str, int, int], None]]:
    """A function to call with a file's name, how many of its bytes are read, and how many more events.

    Args:
        sizes: of the files that will be read; None if not known.
        prints: whether results are printed meanwhile, which would tear the bar apart on the same terminal.
    """
    if not sys.stderr.isatty() or (prints and sys.stdout.isatty()):
        yield lambda _name, _read, _events: None
        return
    known = [size for size in sizes.values() if size is not None]
    total = sum(known) if len(known) == len(sizes) else None
    begin = time.monotonic()
    done: dict[str, int] = {}
    events = 0
    show: Callable[[int, str], None] | None = None
    with ExitStack() as stack:

        def advance(name: str, read: int, more: int) -> None:
            nonlocal events, show
            done[name] = read
            events += more
            passed = time.monotonic() - begin
            if show is None and passed > _SOON:
                show = stack.enter_context(_bar(total))
            if show is not None:
                show(sum(done.values()), f"{events / passed:,.0f} events/s" if events else "")

        yield advance


@contextmanager
def _bar(total: int | None) -> Iterator[Callable[[int, str], None]]:
    """Show a bar; the function takes how many bytes are read, and a remark."""
    # these imports take time that short work must not take
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("reading"),
        BarColumn(),
        TaskProgressColumn(),
        DownloadColumn(),
        TextColumn("{task.fields[remark]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, remark="")
        yield lambda read, remark: bar.update(task, completed=read, remark=remark)

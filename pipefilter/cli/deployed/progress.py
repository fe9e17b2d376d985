"""How far the reading of deployed filters is, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pipefilter.cli.terminal.output import counted

__all__ = ["deployed_progress"]


@contextmanager
def deployed_progress() -> Iterator[Callable[[str, int], None]]:
    """A function to call with the kind that is read, and how many filters have been read."""
    if not sys.stderr.isatty():
        yield lambda _kind, _count: None
        return
    from rich.console import Console  # noqa: PLC0415 - costs time, and is for a terminal only

    with Console(stderr=True).status("asking AWS") as status:
        yield lambda kind, count: status.update(f"reading {kind}s: {counted(count, 'filter')} so far")

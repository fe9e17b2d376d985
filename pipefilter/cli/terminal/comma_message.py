"""Prints the remark on commas between events, which are not part of them."""

from __future__ import annotations

from pipefilter.cli.terminal.output import counted, remark

__all__ = ["report_commas"]


def report_commas(commas: int, first: str) -> None:
    """Print how many events have a comma before or after them, and where the first is; nothing if no event has one."""
    if commas:
        remark(
            f"{counted(commas, 'event')} with a comma before or after, which is not part of it; "
            f"the first in {first}"
        )

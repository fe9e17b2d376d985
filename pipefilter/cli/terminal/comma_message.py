"""Prints a remark about commas between events, which are ignored."""

from __future__ import annotations

from pipefilter.cli.terminal.output import counted, remark
from pipefilter.single_line import single_line

__all__ = ["report_commas"]


def report_commas(commas: int, first: str) -> None:
    """Print how many events have a comma before or after them, and where the first is; nothing if no event has one."""
    if commas:
        remark(
            f"ignored a comma before or after {counted(commas, 'event')}; the first is in {single_line(first)}"
        )

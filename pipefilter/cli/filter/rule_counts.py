"""Prints how many events each rule matches, for `pipefilter filter --rules`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from pipefilter.application.filter_summary import FilterSummary
from pipefilter.cli.terminal.output import counted, is_quiet, result
from pipefilter.scanning.events.scan_result import ScanResult

__all__ = ["print_rule_counts"]


def print_rule_counts(summary: FilterSummary) -> None:
    """Print a line for each rule; the last line lists the rules that match no events."""
    sums, names, never = summary.sums, summary.rules, summary.never
    silent = set(never)
    others = [(number, name) for number, name in enumerate(names) if name not in silent]
    # those without a verdict last
    others.sort(key=lambda rule: not sums.by_rule[rule[0]])
    is_terminal = sys.stdout.isatty() and not is_quiet()
    if is_terminal:
        _print_on_terminal(sums, others)
    else:
        width = max((len(name) for _, name in others), default=0)
        widest = len(f"{max(sums.by_rule.values(), default=0):,}")
        for number, name in others:
            times = sums.by_rule[number]
            share = f"{times / sums.read:8.2%}" if times else "       ?"
            result(f"{name:{width}}  {times:{widest},}  {share}")
    if never:
        _print_never(never, len(names), is_terminal=is_terminal)


def _print_never(never: Sequence[str], count: int, *, is_terminal: bool) -> None:
    """Print which rules match no events, in one line, which is wrapped on a terminal."""
    counts = f"{len(never)} of {counted(count, 'rule')} matched no events"
    line = f"{counts}: {', '.join(never)}"
    if not is_terminal:
        result(line)
        return
    from pipefilter.cli.terminal.report_text import terminal_width, visible
    from pipefilter.cli.terminal.wrapped_text import wrapped

    for part in wrapped(visible(line), terminal_width() or sys.maxsize):
        result(part)


def _print_on_terminal(sums: ScanResult, rules: Sequence[tuple[int, str]]) -> None:
    """Print the counts as a table, with long names on several lines, so that no figure is wrapped."""
    from pipefilter.cli.terminal.figure_table import Cell, Column, FigureTable
    from pipefilter.cli.terminal.report_text import rendered, terminal_width, visible

    table = FigureTable([Column(""), Column("")])
    for number, name in rules:
        times = sums.by_rule[number]
        table.add(visible(name), f"{times:,}", Cell(f"{times / sums.read:.2%}" if times else "?"))
    for line in rendered(table.lines(terminal_width() or sys.maxsize)):
        result(line)

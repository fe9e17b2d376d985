"""What `pipefilter estimate` prints: a report, one JSON object, or CSV; and the page with charts."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from pipefilter.cli.inputs import InputError
from pipefilter.cli.output import message, print_json, result
from pipefilter.costs.estimation import Estimate
from pipefilter.costs.suggestions import Suggestion
from pipefilter.costs.unread_changes import UnreadChanges

__all__ = ["Found", "may_write", "print_found"]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    Args:
        estimate: of what the filters save.
        suggested: what to filter next; None if that was not asked for.
        unread: what a consumer is sent for nothing; None likewise.
        is_all: whether all events that pass were looked at for these two, and not only some.
    """

    estimate: Estimate
    suggested: Sequence[Suggestion] | None = None
    unread: UnreadChanges | None = None
    is_all: bool = True

    def as_json(self) -> dict[str, object]:
        """As `--json` prints it."""
        found = self.estimate.as_json()
        if self.suggested is not None:
            found["suggestions"] = [one.as_json() for one in self.suggested]
        if self.unread is not None:
            found["reads"] = self.unread.as_json()
        return found


def may_write(options: Mapping[str, Any], inputs: Sequence[str]) -> None:
    """See beforehand that the page can be written, and is written over nothing that is read.

    Args:
        options: of the command, by their names.
        inputs: the names of all files that are read.

    Raises:
        click.UsageError: it is the name of one of them, or of a folder, or in none.
    """
    name = options["html"]
    if name is None:
        return
    path = Path(name)
    if not name or path.is_dir():
        raise click.UsageError(f"--html: {name or 'this'} is no name of a file")
    if not path.parent.is_dir():
        raise click.UsageError(f"--html: there is no folder {path.parent}")
    for one in inputs:
        if path.exists() and Path(one).exists() and path.samefile(one):
            raise click.UsageError(f"--html: {name} is read, and would be written over")


def print_found(found: Found, options: Mapping[str, Any], ctx: click.Context) -> None:
    """Print what was found, as it was asked for.

    Args:
        found: all of it.
        options: of the command, by their names.
        ctx: of the command.

    Raises:
        InputError: the page cannot be written.
    """
    if options["html"] is not None:
        _write_page(found, options["html"], ctx)
    if options["as_json"]:
        print_json(found.as_json())
    elif options["as_csv"]:
        from pipefilter.cli.estimate_csv import csv_lines  # noqa: PLC0415 - only for CSV

        for line in csv_lines(found.estimate):
            result(line)
    else:
        from pipefilter.cli.estimate_text import report_lines  # noqa: PLC0415 - brings rich along

        for line in report_lines(found):
            result(line)
    if found.estimate.extent.partial:
        message("interrupted: this is what was counted so far")


def _write_page(found: Found, name: str, ctx: click.Context) -> None:
    from pipefilter.cli.estimate_page import page_tables  # noqa: PLC0415 - only for a page
    from pipefilter.costs.html_report import html_report  # noqa: PLC0415 - likewise

    command = shlex.join([ctx.command_path, *sys.argv[2:]])
    page = html_report(found.estimate, command=command, tables=page_tables(found))
    try:
        Path(name).write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"cannot write {name}: {error.strerror}") from None
    message(f"written: {name}")

"""How `pipefilter estimate` prints: a report, one JSON object, or CSV; and the page with charts."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from pipefilter.application.cost_estimate import CostEstimate
from pipefilter.cli.inputs.files import InputError
from pipefilter.cli.terminal.output import message, print_json, result

__all__ = ["EstimateOutput"]


@dataclass(frozen=True, slots=True)
class EstimateOutput:
    """What is to be printed and written.

    Args:
        format: `text`, `json` or `csv`.
        page: the name of the file for the page; None for none.
        command: as it was typed, for the page.
    """

    format: str
    page: str | None
    command: str

    @classmethod
    def of(cls, values: Mapping[str, Any], ctx: click.Context) -> EstimateOutput:
        """From the options.

        Args:
            values: of them, by their names.
            ctx: of the command.

        Raises:
            click.UsageError: they name more than one format.
        """
        named = {
            option: name
            for option, name, is_given in (
                ("--json", "json", values["as_json"]),
                ("--csv", "csv", values["as_csv"]),
                (f"--format {values['format']}", values["format"], values["format"]),
            )
            if is_given
        }
        if len(set(named.values())) > 1:
            both = " and ".join(list(named)[:2])
            raise click.UsageError(f"{both} both print to standard output: give one")
        command = shlex.join([ctx.command_path, *sys.argv[2:]])
        return cls(next(iter(named.values()), "text"), values["html"], command)

    def check_page(self, inputs: Sequence[str]) -> None:
        """See beforehand that the page can be written, and is written over nothing that is read.

        Args:
            inputs: the names of all files that are read.

        Raises:
            click.UsageError: it is the name of one of them, or of a folder, or in none.
        """
        name = self.page
        if name is None:
            return
        path = Path(name)
        if not name or path.is_dir():
            raise click.UsageError(f"--html: {name or 'this'} is no name of a file")
        if not path.parent.is_dir():
            raise click.UsageError(f"--html: there is no folder {path.parent}")
        for each in inputs:
            if path.exists() and Path(each).exists() and path.samefile(each):
                raise click.UsageError(f"--html: {name} is read, and would be written over")

    def print(self, estimate: CostEstimate) -> None:
        """Print an estimate, and write its page.

        Args:
            estimate: any.

        Raises:
            InputError: the page cannot be written.
        """
        if self.page is not None:
            self._write_page(estimate, self.page)
        if self.format == "json":
            print_json(estimate.as_json())
        elif self.format == "csv":
            from pipefilter.formats.estimate_csv import csv_lines  # noqa: PLC0415 - only for CSV

            for line in csv_lines(estimate.details):
                result(line)
        else:
            from pipefilter.cli.estimate.text import report_lines  # noqa: PLC0415 - brings rich along

            for line in report_lines(estimate):
                result(line)
        if estimate.details.extent.partial:
            message("interrupted: this is what was counted so far")

    def _write_page(self, estimate: CostEstimate, name: str) -> None:
        from pipefilter.formats.estimate_page import estimate_page  # noqa: PLC0415 - only for a page

        try:
            Path(name).write_text(estimate_page(estimate, self.command), encoding="utf-8", newline="\n")
        except OSError as error:
            raise InputError(f"cannot write {name}: {error.strerror}") from None
        message(f"written: {name}")

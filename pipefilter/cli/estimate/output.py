"""Prints an estimate as a report, one JSON object, or CSV, and writes the page with charts."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from pipefilter.application.cost_estimate import CostEstimate
from pipefilter.cli.estimate.options import EstimateCommandOptions
from pipefilter.cli.inputs.files import InputError
from pipefilter.cli.terminal.output import message, print_json, result
from pipefilter.dataclass import dataclass
from pipefilter.file_writing import write_file

__all__ = ["EstimateOutput"]


@dataclass(frozen=True, slots=True)
class EstimateOutput:
    """How an estimate is printed, and where its page is written.

    Args:
        format: `text`, `json` or `csv`.
        page: the name of the file for the page; None for none.
        command: as it was typed, for the page.
    """

    format: str
    page: str | None
    command: str

    @classmethod
    def from_options(cls, options: EstimateCommandOptions, ctx: click.Context) -> EstimateOutput:
        """The format, the page and the command line that the options give.

        Raises:
            click.UsageError: they name more than one format.
        """
        formats = options.formats
        if len(set(formats.values())) > 1:
            both = " and ".join(list(formats)[:2])
            raise click.UsageError(f"{both} both print to standard output: use one of them")
        command = f"{ctx.command_path} {shlex.join(sys.argv[2:])}"
        return cls(next(iter(formats.values()), "text"), options.html, command)

    def check_page(self, inputs: Sequence[str]) -> None:
        """Check beforehand that the page can be written, and overwrites none of the inputs.

        Raises:
            click.UsageError: it is the name of one of them, or of a folder, or in none.
        """
        name = self.page
        if name is None:
            return
        path = Path(name)
        if not name or path.is_dir():
            raise click.UsageError(f"--html: {name or 'this'} is not a file name")
        if not path.parent.is_dir():
            raise click.UsageError(f"--html: the folder {path.parent} does not exist")
        for each in inputs:
            if path.exists() and Path(each).exists() and path.samefile(each):
                raise click.UsageError(f"--html: {name} is an input file and would be overwritten")

    def print(self, estimate: CostEstimate) -> None:
        """Print an estimate, and write its page.

        Raises:
            InputError: the page cannot be written.
        """
        if self.page is not None:
            self._write_page(estimate, self.page)
        if self.format == "json":
            print_json(estimate.as_json())
        elif self.format == "csv":
            from pipefilter.formats.estimate_csv import csv_lines

            for line in csv_lines(estimate.details):
                result(line)
        else:
            from pipefilter.cli.estimate.text import report_lines

            for line in report_lines(estimate):
                result(line)
        if estimate.details.extent.partial:
            message("interrupted: the figures cover only the events counted so far")

    def _write_page(self, estimate: CostEstimate, name: str) -> None:
        from pipefilter.formats.estimate_page import estimate_page

        try:
            write_file(Path(name), estimate_page(estimate, self.command).encode())
        except OSError as error:
            raise InputError(f"cannot write {name}: {error.strerror}") from None
        message(f"wrote {name}")

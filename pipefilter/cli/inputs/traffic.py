"""The arguments that name traffic: files, folders, globs, standard input, and objects in S3."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import click

from pipefilter.cli.inputs.files import STDIN, input_errors
from pipefilter.cli.terminal.output import counted, remark
from pipefilter.single_line import single_line

__all__ = ["given_or_standard_input", "traffic_sizes"]


_MAX_NAMED = 5
"""The maximum number of skipped files to name."""


def traffic_sizes(arguments: Iterable[str]) -> list[tuple[str, int | None]]:
    """The files and objects that were named, each with its size in bytes; None where that is not known.

    Raises:
        InputError: there is no such file, or it cannot be searched for.
    """
    from pipefilter.application import traffic_inputs

    names = list(arguments)
    with input_errors():
        sizes = traffic_inputs.traffic_sizes(names)
    if files := traffic_inputs.passed_over(names):
        more = ", ..." if len(files) > _MAX_NAMED else ""
        remark(
            f"skipped {counted(len(files), 'file')}: {', '.join(map(single_line, files[:_MAX_NAMED]))}{more}"
        )
    return sizes


def given_or_standard_input(arguments: Sequence[str]) -> list[str]:
    """The files that were named, or standard input if no file was.

    Raises:
        click.UsageError: no file was named, and standard input is a terminal.
    """
    if arguments:
        return list(arguments)
    if sys.stdin is None or sys.stdin.isatty():
        raise click.UsageError("FILES is missing: pass files with events, or - for standard input")
    return [STDIN]

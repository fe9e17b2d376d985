"""The traffic that a command is given: files, folders, globs, standard input, and objects in S3."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import click

from pipefilter.cli.inputs import STDIN, InputError
from pipefilter.errors import UnreadableInput

__all__ = ["given_or_standard_input", "traffic_sizes"]


def traffic_sizes(given: Iterable[str]) -> list[tuple[str, int | None]]:
    """The files and objects that were named, each with its size in bytes; None where that is not known.

    Args:
        given: what the user named.

    Raises:
        InputError: there is no such file, or it cannot be looked for.
    """
    from pipefilter.application import traffic_inputs  # noqa: PLC0415 - not for wrong usage

    try:
        return traffic_inputs.traffic_sizes(given)
    except UnreadableInput as error:
        raise InputError(str(error)) from None


def given_or_standard_input(given: Sequence[str]) -> list[str]:
    """The files that were named; if none was, standard input.

    Args:
        given: what the user named.

    Raises:
        click.UsageError: none was, and standard input is a terminal.
    """
    if given:
        return list(given)
    if sys.stdin is None or sys.stdin.isatty():
        raise click.UsageError("give FILES to look for events in, or - for standard input")
    return [STDIN]

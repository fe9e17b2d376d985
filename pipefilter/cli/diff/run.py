"""Runs `pipefilter diff`: finds out what is compared, and prints the result."""

from __future__ import annotations

import os
from collections.abc import Mapping

import click

from pipefilter.application.diffing.diff import diff_files, diff_folders, diff_revisions, is_range
from pipefilter.application.diffing.difference import Allowance, Diff, Outcome
from pipefilter.cli.inputs.aws_options import AwsOptions
from pipefilter.cli.inputs.files import (
    STDIN,
    InputError,
    input_errors,
    is_folder,
    is_inline,
    is_reference,
    refuse_repeated_stdin,
)
from pipefilter.cli.inputs.parameters import parameter_values
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.terminal.output import is_quiet, message, print_json, print_json_text, remark, result
from pipefilter.dataclass import dataclass
from pipefilter.formats.diff_json import difference_json, unreadable_json
from pipefilter.formats.diff_markdown import diff_markdown
from pipefilter.formats.diff_text import diff_problems, diff_summary, difference_text

__all__ = ["DiffOptions", "run_diff"]

_CODES: Mapping[Outcome, int] = {"as allowed": YES, "different": NO, "not proven": COULD_NOT_TELL}


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffOptions(AwsOptions):
    """The options of `pipefilter diff`."""

    arguments: tuple[str, ...]
    deployed: bool
    stack: str | None
    allow: Allowance | None
    verbose: bool
    as_json: bool
    as_markdown: bool


def run_diff(options: DiffOptions, ctx: click.Context) -> int:
    """Run the command, and return the exit code.

    Raises:
        click.UsageError: the arguments do not say what to compare.
        InputError: a file, a folder or a revision cannot be read.
    """
    if options.as_json and options.as_markdown:
        raise click.UsageError("use only one of --json and --markdown", ctx)
    if options.stack is not None and not options.deployed:
        raise click.UsageError("--stack requires --deployed", ctx)
    if options.deployed and not options.arguments:
        raise click.UsageError("give the templates to compare with the account", ctx)
    with input_errors():
        if options.deployed:
            from pipefilter.cli.diff.account import diff_with_account

            diff = diff_with_account(options.arguments, options.stack, options.connection, parameter_values())
        else:
            diff = _diff(options.arguments, ctx)
    _print(diff, options)
    return _CODES[diff.outcome(options.allow or "")]


def _diff(arguments: tuple[str, ...], ctx: click.Context) -> Diff:
    if not arguments:
        raise click.UsageError("give two files or folders, or git revisions such as main..HEAD", ctx)
    values = parameter_values()
    are_there = [_is_there(name) for name in arguments]
    if len(arguments) == 2 and not is_range(arguments[0]) and all(are_there):
        refuse_repeated_stdin(arguments)
        old, new = arguments
        if is_folder(old) != is_folder(new):
            raise InputError(f"{old} and {new} are a file and a folder: give two files or two folders")
        return diff_folders(old, new, values) if is_folder(old) else diff_files(old, new, values)
    if are_there[0] and not is_range(arguments[0]):
        if len(arguments) == 1:
            raise click.UsageError(
                f"give what to compare {arguments[0]} with: another file or folder, or a git revision before it, as in "
                f"HEAD {arguments[0]}",
                ctx,
            )
        missing = next((name for name, is_there in zip(arguments, are_there, strict=True) if not is_there), "")
        if missing:
            raise InputError(f"cannot read {missing}: No such file or directory")
        raise click.UsageError("give two files or folders, or git revisions before the paths", ctx)
    from pipefilter.revisions.repository import Repository

    with Repository() as repository:
        return diff_revisions(repository, arguments[0], arguments[1:], values)


def _is_there(name: str) -> bool:
    """Whether it is a file, a folder, a resource in a file, or JSON itself, and not a revision."""
    return name == STDIN or is_inline(name) or is_reference(name) or os.path.lexists(name)


def _print(diff: Diff, options: DiffOptions) -> None:
    differences = [each for each in diff.differences if options.verbose or not each.is_quiet]
    if options.as_markdown:
        result(diff_markdown(diff, verbose=options.verbose).rstrip("\n"))
    elif options.as_json:
        for each in differences:
            print_json_text(difference_json(each))
        for value in unreadable_json(diff):
            print_json(value)
    else:
        for each in differences:
            result("\n".join(difference_text(each)))
    for line in diff_problems(diff):
        message(line)
    if is_quiet():
        _print_doubts(diff, options.allow or "")
    for note in diff.notes:
        remark(note)
    remark(diff_summary(diff))


def _print_doubts(diff: Diff, allow: Allowance) -> None:
    """Print what is not proven, which sets the exit code."""
    for each in diff.differences:
        if each.outcome(allow) == "not proven":
            message("\n".join(difference_text(each)))

"""`pipefilter deployed`: checks the filters in an account, saves them, or evaluates records against them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from pipefilter.cli.inputs.aws_options import aws_options
from pipefilter.cli.inputs.file_name import FILE, FOLDER
from pipefilter.cli.inputs.name_choice import source_option
from pipefilter.cli.terminal.help_page import GroupedCommand, examples
from pipefilter.cli.terminal.quiet import quiet_option

if TYPE_CHECKING:
    from pipefilter.aws.deployed.filter import Kind

__all__ = ["command"]

_KINDS: dict[str, Kind] = {
    "rules": "rule",
    "pipes": "pipe",
    "mappings": "mapping",
    "subscribers": "subscriber",
    "subscriptions": "subscription",
}


@click.command(
    "deployed",
    cls=GroupedCommand,
    groups={
        "What to check": ("--only", "--test", "--source"),
        "Files": ("--save", "--force"),
        "AWS": ("--profile", "--region", "--endpoint-url"),
        "Output": ("--quiet", "--json"),
    },
    epilog=examples(
        "pipefilter deployed --region eu-west-1",
        "pipefilter deployed --only rules,pipes --save filters/",
        "pipefilter deployed --test record.json",
    ),
)
@click.option(
    "--only",
    multiple=True,
    metavar="KINDS",
    help="Read only these kinds: rules, pipes, mappings, subscribers, subscriptions. [default: all]",
)
@click.option("--save", metavar="FOLDER", type=FOLDER, help="Save each filter as a file in FOLDER.")
@click.option("--force", is_flag=True, help="With --save: overwrite files whose content differs.")
@click.option(
    "--test", "test", metavar="FILE", type=FILE, help="Print the filters that match the records in FILE."
)
@source_option("Source of the records in --test. [default: detected from each record]")
@quiet_option()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per resource.")
@aws_options
@click.pass_context
def command(ctx: click.Context, /, only: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401 - options have types of their own
    """Check deployed filters, or find those that match a record.

    The command reads the patterns of all rules on all event buses, the filter criteria of all pipes, event source
    mappings and EventBridge v2 subscribers, and the filter policies of all SNS subscriptions in an AWS account and
    Region. Each filter is checked against its service and its source. Nothing in the account is changed. If a filter cannot be read because a permission or a key is missing,
    the others are still checked.

    Separate KINDS with commas. FILE contains one or more records (alone, or in the wrapper in which Lambda or Pipes
    deliver them or the AWS CLI prints them), or events from a bus; - is standard input. Filters that do not read from
    the source of a record are skipped for it.

    Exit code: 0 if all filters are valid, without errors or warnings (with --test: each record matches at least one
    filter); 1 if there are errors or warnings (with --test: some record matches no filter); 2 if something could not be
    read or evaluated.
    """
    from pipefilter.cli.deployed.run import DeployedOptions, run_deployed

    deployed = DeployedOptions(kinds=(), **options)
    if deployed.save is not None and deployed.test is not None:
        raise click.UsageError("use either --save or --test", ctx)
    if deployed.force and deployed.save is None:
        raise click.UsageError("--force requires --save", ctx)
    if deployed.source and deployed.test is None:
        raise click.UsageError("--source requires --test", ctx)
    return run_deployed(replace(deployed, kinds=_kinds(only, ctx)))


def _kinds(only: tuple[str, ...], ctx: click.Context) -> tuple[Kind, ...]:
    """The kinds that the option names, in the order in which they are reported; empty without the option."""
    requested = {name.strip() for names in only for name in names.split(",") if name.strip()}
    unknown = sorted(requested - _KINDS.keys())
    if unknown or (only and not requested):
        raise click.UsageError(
            f"{unknown[0] if unknown else chr(39) * 2} is not a kind: choose from {', '.join(_KINDS)}", ctx
        )
    return tuple(kind for name, kind in _KINDS.items() if name in requested)

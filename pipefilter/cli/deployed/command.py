"""`pipefilter deployed`: checks the filters in an account, saves them, or evaluates records against them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from pipefilter.cli.inputs.aws_options import aws_options
from pipefilter.cli.inputs.name_choice import source_option
from pipefilter.cli.terminal.help_page import examples
from pipefilter.cli.terminal.quiet import quiet_option

if TYPE_CHECKING:
    from pipefilter.aws.deployed.filter import Kind

__all__ = ["command"]

_KINDS: dict[str, Kind] = {"rules": "rule", "pipes": "pipe", "mappings": "mapping", "subscribers": "subscriber"}


@click.command(
    "deployed",
    epilog=examples(
        "pipefilter deployed --region eu-west-1",
        "pipefilter deployed --only rules,pipes --save filters/",
        "pipefilter deployed --test record.json",
    ),
)
@click.option(
    "--only", multiple=True, metavar="KINDS", help="Only these of rules, pipes, mappings, subscribers."
)
@click.option("--save", metavar="FOLDER", help="Write each filter into a file there.")
@click.option("--force", is_flag=True, help="Replace files there that have other content.")
@click.option("--test", "test", metavar="FILE", help="Say which filters take the record in this file.")
@source_option("Where the record of --test is from, if it does not say that.")
@quiet_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a filter.")
@aws_options
@click.pass_context
def command(ctx: click.Context, /, only: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401 - options have types of their own
    """Check the filters that are deployed in an AWS account and region.

    These are the patterns of all rules of all event buses, and the filter criteria of all pipes, event source
    mappings and subscribers of EventBridge v2, each checked with the advice of its service and source. Nothing is
    changed in the account. What cannot be read, for want of a permission or of a key, does not stop the rest.

    KINDS have commas between them. FILE holds one record or some, alone or as Lambda, Pipes or the AWS CLI hand
    them out, or an event of a bus; - is standard input. Filters that see records of another source are not asked.

    Exit code: 0 all are valid, with notes at most (with --test: some filter takes the record); 1 there are errors or
    warnings (with --test: no filter takes it); 2 something could not be read or judged.
    """
    from pipefilter.cli.deployed.run import DeployedOptions, run_deployed

    deployed = DeployedOptions(kinds=(), **options)
    if deployed.save is not None and deployed.test is not None:
        raise click.UsageError("give --save or --test, not both", ctx)
    if deployed.force and deployed.save is None:
        raise click.UsageError("--force is for --save", ctx)
    if deployed.source and deployed.test is None:
        raise click.UsageError("--source is for --test", ctx)
    return run_deployed(replace(deployed, kinds=_kinds(only, ctx)))


def _kinds(only: tuple[str, ...], ctx: click.Context) -> tuple[Kind, ...]:
    """The kinds that the option names, in the order in which they are reported; empty if there is no option."""
    requested = {name.strip() for names in only for name in names.split(",") if name.strip()}
    unknown = sorted(requested - _KINDS.keys())
    if unknown or (only and not requested):
        raise click.UsageError(
            f"{unknown[0] if unknown else chr(39) * 2} is no kind: give some of {', '.join(_KINDS)}", ctx
        )
    return tuple(kind for name, kind in _KINDS.items() if name in requested)

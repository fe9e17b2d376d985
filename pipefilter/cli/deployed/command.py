"""`pipefilter deployed`: the filters in an account, checked, saved, or put to a record."""

from __future__ import annotations

from typing import Any

import click

from pipefilter.cli.inputs.aws_options import aws_options, connection
from pipefilter.cli.inputs.name_choice import source_option
from pipefilter.cli.terminal.help_page import examples
from pipefilter.cli.terminal.quiet import quiet_option

__all__ = ["command"]

_KINDS = {"rules": "rule", "pipes": "pipe", "mappings": "mapping", "subscribers": "subscriber"}


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
def command(ctx: click.Context, /, **given: Any) -> int:  # noqa: ANN401 - options have types of their own
    """Check the filters that are deployed in an AWS account and region.

    These are the patterns of all rules of all event buses, and the filter criteria of all pipes, event source
    mappings and subscribers of EventBridge v2, each checked with the advice of its service and source. Nothing is
    changed in the account. What cannot be read, for want of a permission or of a key, does not stop the rest.

    KINDS have commas between them. FILE holds one record or some, alone or as Lambda, Pipes or the AWS CLI hand
    them out, or an event of a bus; - is standard input. Filters that see records of another source are not asked.

    Exit code: 0 all are valid, with notes at most (with --test: some filter takes the record); 1 there are errors or
    warnings (with --test: no filter takes it); 2 something could not be read or judged.
    """
    if given["save"] is not None and given["test"] is not None:
        raise click.UsageError("give --save or --test, not both", ctx)
    if given["force"] and given["save"] is None:
        raise click.UsageError("--force is for --save", ctx)
    if given["source"] and given["test"] is None:
        raise click.UsageError("--source is for --test", ctx)
    kinds = _kinds(given["only"], ctx)
    from pipefilter.cli.deployed.run import DeployedRun, run_deployed  # noqa: PLC0415 - not for --help

    run = DeployedRun(
        connection(given),
        kinds,
        given["save"],
        given["force"],
        given["test"],
        given["source"],
        given["as_json"],
    )
    return run_deployed(run)


def _kinds(only: tuple[str, ...], ctx: click.Context) -> tuple[str, ...]:
    """The kinds that are wanted, in the order in which they are shown; all if none is named."""
    wanted = {name.strip() for one in only for name in one.split(",") if name.strip()}
    unknown = sorted(wanted - _KINDS.keys())
    if unknown or (only and not wanted):
        raise click.UsageError(
            f"{unknown[0] if unknown else chr(39) * 2} is no kind: give some of {', '.join(_KINDS)}", ctx
        )
    return tuple(kind for name, kind in _KINDS.items() if name in wanted)

"""`pipefilter diff`: says what a change to filters starts or stops matching."""

from __future__ import annotations

from typing import Any

import click

from pipefilter.cli.inputs.aws_options import aws_options
from pipefilter.cli.inputs.file_name import PATTERN
from pipefilter.cli.inputs.parameters import parameter_option
from pipefilter.cli.terminal.help_page import GroupedCommand, examples
from pipefilter.cli.terminal.quiet import quiet_option

__all__ = ["command"]


@click.command(
    "diff",
    epilog=examples(
        "pipefilter diff main..HEAD",
        "pipefilter diff old.yaml new.yaml --allow wider",
        "pipefilter diff old/ new/ --markdown",
        "pipefilter diff --deployed template.yaml --stack orders",
        page="how-to/review-a-change",
    ),
    cls=GroupedCommand,
    groups={
        "What to compare": ("--deployed", "--stack", "--parameter"),
        "Result": ("--allow",),
        "AWS": ("--profile", "--region", "--endpoint-url"),
        "Output": ("--verbose", "--quiet", "--json", "--markdown"),
    },
)
@click.argument("arguments", nargs=-1, metavar="OLD NEW | REVISIONS [PATHS]... | TEMPLATES...", type=PATTERN)
@click.option(
    "--deployed",
    is_flag=True,
    help="Compare templates with the filters in an AWS account: what their deployment would change.",
)
@click.option(
    "--stack",
    metavar="NAME",
    help="With --deployed: the CloudFormation stack to which the template is deployed. Its resources are found by their "
    "logical IDs, and the values of its parameters are used.",
)
@parameter_option
@click.option(
    "--allow",
    type=click.Choice(["wider", "narrower"]),
    help="Also exit with code 0 if filters start matching more events (wider: no event is lost), or stop matching "
    "some (narrower).",
)
@click.option("--verbose", is_flag=True, help="Also print unchanged filters of files that differ.")
@quiet_option()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per resource.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print Markdown for a comment on a pull request.")
@aws_options
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> int:  # noqa: ANN401 - options have types of their own
    """Show what filters start or stop matching after a change.

    OLD and NEW are two files or two folders, with anything that `pipefilter check` reads: patterns, filter criteria and
    templates; template.yaml#OrdersPipe is one resource. REVISIONS are git revisions, which are read without checking
    them out: main..HEAD compares two, main...HEAD compares HEAD with the commit where it branched off from main, and main
    compares the working tree with main. PATHS limit the comparison to files and folders.

    With --deployed, TEMPLATES are compared with the rules, pipes, event source mappings, subscribers and SNS
    subscriptions in the account. These are found by --stack, by their names, or by equal filters. Nothing in the account
    is changed.

    Filters are paired by their resource; those that were moved or renamed, by their contents. Each statement is proven,
    or shown by an event that has been evaluated; otherwise it is "not proven", with the reason. A value that a
    template does not specify, such as !Ref Stage, is equal only to itself.

    Exit code: 0 if all filters match the same events as before (or, with --allow, more or fewer), 1 if they do not, 2 if
    something is not proven, not valid, or cannot be read.
    """
    from pipefilter.cli.diff.run import DiffOptions, run_diff

    return run_diff(DiffOptions(**options), ctx)

"""`pipefilter generate`: prints filters for deployment tools."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pipefilter.cli.inputs.file_name import PATTERN
from pipefilter.cli.inputs.name_choice import NameChoice, service_option, source_option
from pipefilter.cli.inputs.parameters import parameter_option
from pipefilter.cli.terminal.help_page import GroupedCommand, examples
from pipefilter.override import override

__all__ = ["command"]

_NAMES = (
    "cdk-typescript",
    "cdk-python",
    "sam",
    "cloudformation",
    "cloudformation-json",
    "terraform",
    "serverless",
    "pulumi-python",
    "pulumi-typescript",
    "aws-cli",
    "boto3",
)
"""All targets, as a test checks; so --help need not load them."""


class _Target(NameChoice):
    """The name of a target; it is checked when the patterns after it are known."""

    @override
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name itself."""
        del param, ctx
        return str(value)

    def known(self, name: str, patterns: Sequence[str], ctx: click.Context) -> str:
        """The name itself, if it is a target; otherwise the patterns after it may show that it is misplaced.

        Raises:
            click.BadParameter: there is no such target; if a pattern is in its place, the message shows the right order.
        """
        from pipefilter.cli.inputs.files import is_inline, is_reference

        if name in self.names:
            return name
        param = next(each for each in ctx.command.params if each.name == "target")
        target = next((each for each in patterns if each in self.names), "")
        if target or is_inline(name) or is_reference(name) or (name and Path(name).exists()):
            pattern = "PATTERN" if is_inline(name) else name
            self.fail(
                f"{name or repr(name)} is not a target: put the target before the pattern, as in "
                f"pipefilter generate {target or 'sam'} {pattern}; the targets are {', '.join(self.names)}",
                param,
                ctx,
            )
        return super().convert(name, param, ctx)


_TARGET = _Target(_NAMES, "target")


@click.command(
    "generate",
    cls=GroupedCommand,
    groups={
        "Placement": ("--service", "--source", "--parameter"),
        "Deployment": ("--whole", "--function", "--name", "--alpha"),
        "Output": ("--anyway", "--json"),
    },
    epilog=examples(
        "pipefilter generate sam pattern.json --service lambda --source sqs",
        "pipefilter generate terraform template.yaml#OrdersPipe --whole --name Orders",
        "pipefilter generate cdk-typescript one.json other.json --source dynamodb",
    ),
)
@click.argument("target", metavar="TARGET", type=_TARGET)
@click.argument("patterns", nargs=-1, metavar="PATTERN...", type=PATTERN, required=True)
@parameter_option
@service_option("Service that runs the filters. [default: from a template, or from --source]")
@source_option("Source of the records. [default: from a template, or from the patterns]")
@click.option("--whole", is_flag=True, help="Generate a complete stack, not just the filters.")
@click.option(
    "--function",
    metavar="NAME",
    default="",
    help="Function to invoke, or to subscribe to a topic; for a pipe, the function that enriches the records.",
)
@click.option(
    "--name", metavar="NAME", default="Filtered", help="Prefix for resource names. [default: Filtered]"
)
@click.option("--alpha", is_flag=True, help="Use the CDK's alpha constructs for pipes.")
@click.option(
    "--anyway",
    is_flag=True,
    help="Generate even if the service would reject the filters, or the checks report errors.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def command(
    ctx: click.Context,
    target: str,
    patterns: tuple[str, ...],
    service: str | None,
    source: str | None,
    whole: bool,
    function: str,
    name: str,
    alpha: bool,
    anyway: bool,
    as_json: bool,
) -> int:
    """Print filters in the format of a deployment tool.

    TARGET is cdk-typescript or cdk-python (AWS CDK), cloudformation or cloudformation-json, sam (AWS SAM), terraform,
    serverless (Serverless Framework), pulumi-python or pulumi-typescript, aws-cli or boto3.

    PATTERN is a file, a folder, a glob, - for standard input, or a pattern in a template, such as
    template.yaml#OrdersPipe. A file contains one pattern or filter criteria. Several patterns become filters of one
    pipe, event source mapping or subscriber; a rule has only one pattern, and a subscription only one filter policy.

    With --whole, the output for a pipe includes its source, its filters, a least-privilege role, and a target queue
    with a dead-letter queue; for a function, its event source mapping; for a rule, a subscriber or a subscription to
    an SNS topic, a target queue with a dead-letter queue.

    Nothing is printed if the service would reject the filters, or if the checks report an error.

    Exit code: 0 if the filters are printed, 1 if the service would reject them or the checks report an error, 2 if a
    pattern is not valid or the target cannot express it.
    """
    target = _TARGET.known(target, patterns, ctx)
    from pipefilter.application.generation import DeploymentOptions
    from pipefilter.cli.generate.output import GenerateOptions, print_filters
    from pipefilter.cli.inputs.names import all_files

    try:
        deployment = DeploymentOptions(whole, function, name, alpha)
    except ValueError as error:
        raise click.UsageError(str(error), ctx) from None
    names = all_files(patterns, patterns=True)
    options = GenerateOptions(target, names, service or "", source or "", deployment, anyway, as_json)
    return print_filters(options)

"""`pipefilter generate`: prints filters for the tool that deploys them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pipefilter.cli.inputs.name_choice import NameChoice, service_option, source_option
from pipefilter.cli.terminal.help_page import examples
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
"""The targets; a test holds that these are all, so that --help need not load them."""


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
                f"{name or repr(name)} is not a target; the target comes before the pattern: "
                f"pipefilter generate {target or 'sam'} {pattern}; there are {', '.join(self.names)}",
                param,
                ctx,
            )
        return super().convert(name, param, ctx)


_TARGET = _Target(_NAMES, "target")


@click.command(
    "generate",
    epilog=examples(
        "pipefilter generate sam pattern.json --service lambda --source sqs",
        "pipefilter generate terraform template.yaml#OrdersPipe --whole --name Orders",
        "pipefilter generate cdk-typescript one.json other.json --source dynamodb",
    ),
)
@click.argument("target", metavar="TARGET", type=_TARGET)
@click.argument("patterns", nargs=-1, metavar="PATTERN...", required=True)
@service_option("Where the filters run. [default: told by a template, or by --source]")
@source_option("What they see records of. [default: told by a template, or by the patterns]")
@click.option("--whole", is_flag=True, help="A unit that can be deployed, and not the filters alone.")
@click.option(
    "--function",
    metavar="NAME",
    default="",
    help="The function that is invoked, or that enriches a pipe's records.",
)
@click.option("--name", metavar="NAME", default="Filtered", help="What names begin with. [default: Filtered]")
@click.option("--alpha", is_flag=True, help="With the CDK's constructs for pipes that are not stable yet.")
@click.option("--anyway", is_flag=True, help="Print also what the checks find an error in.")
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
    """Print filters for the tool that deploys them.

    TARGET is of the CDK (cdk-typescript, cdk-python), of CloudFormation (cloudformation, cloudformation-json) or AWS
    SAM (sam), of Terraform (terraform), of the Serverless Framework (serverless), of Pulumi (pulumi-python,
    pulumi-typescript), or calls of AWS's API (aws-cli, boto3).

    PATTERN is a file, a folder, a glob, - for standard input, or a pattern in a template, such as template.yaml#OrdersPipe. A file
    holds one pattern or filter criteria. Several are filters of one pipe, event source mapping or subscriber; a rule
    has one pattern.

    With --whole: for a pipe its source, filters, role with the least permissions and a queue with dead letters as its
    target; for a function its event source mapping; for a rule or a subscriber also a queue as its target.

    What the service would refuse, and what the checks find an error in, is not printed.

    Exit code: 0 printed; 1 the checks find an error; 2 a pattern is not valid, or the target cannot express it.
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

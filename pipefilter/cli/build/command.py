"""`pipefilter build`: writes patterns from conditions on the records of a source."""

from __future__ import annotations

from typing import Any

import click

from pipefilter.cli.build.stray_words import OptionsOnlyCommand
from pipefilter.cli.inputs.file_name import FILE
from pipefilter.cli.terminal.exit_codes import YES
from pipefilter.cli.terminal.help_page import Group, examples
from pipefilter.language.dynamodb_record import IMAGES_BY_VIEW

__all__ = ["command"]


@click.group(
    "build",
    cls=Group,
    epilog=examples(
        "pipefilter build dynamodb --changed status",
        "pipefilter build dynamodb --became status=SHIPPED --type status=S",
        "pipefilter build dynamodb --event MODIFY --new total=100 --residual python",
    ),
)
def command() -> int:
    """Write patterns for changes in a DynamoDB table.

    The command for DynamoDB streams is `build dynamodb`; other sources have no such command yet.
    """
    return YES


@command.command(
    "dynamodb",
    short_help="Write a pattern for DynamoDB stream records.",
    epilog=examples(
        "pipefilter build dynamodb --event MODIFY --was status=NEW --type status=S",
        "pipefilter build dynamodb --became status=PAID --values-from 'samples/*'",
        "pipefilter build dynamodb --new total=100 --residual python",
        "pipefilter build dynamodb --from conditions.json --service lambda --criteria",
    ),
    cls=OptionsOnlyCommand,
    groups={
        "Conditions on the records": (
            "--event",
            "--changed",
            "--any-changed",
            "--unchanged",
            "--added",
            "--removed",
            "--became",
            "--was",
            "--new",
            "--key",
            "--from",
        ),
        "Facts about the table": ("--type", "--values", "--only", "--values-from", "--allow-personal"),
        "Where the pattern runs": ("--service", "--view", "--numbers"),
        "Output": ("--residual", "--criteria", "--anyway", "--json"),
    },
)
@click.option(
    "--event",
    "events",
    multiple=True,
    metavar="NAMES",
    help="The event is one of these: INSERT, MODIFY, REMOVE.",
)
@click.option(
    "--changed",
    multiple=True,
    metavar="PATHS",
    help="All of these attributes changed.",
)
@click.option(
    "--any-changed",
    multiple=True,
    metavar="PATHS",
    help="At least one of these attributes changed.",
)
@click.option(
    "--unchanged",
    multiple=True,
    metavar="PATHS",
    help="None of these attributes changed.",
)
@click.option(
    "--added",
    multiple=True,
    metavar="PATHS",
    help="All of these attributes exist in the new image, but not in the old image.",
)
@click.option(
    "--removed",
    multiple=True,
    metavar="PATHS",
    help="All of these attributes exist in the old image, but not in the new image.",
)
@click.option(
    "--became",
    multiple=True,
    metavar="PATH=VALUES",
    help="The attribute has one of these values, and had none of them before.",
)
@click.option(
    "--was",
    multiple=True,
    metavar="PATH=VALUES",
    help="The attribute has one of these values in the old image.",
)
@click.option(
    "--new",
    "after",
    multiple=True,
    metavar="PATH=VALUES",
    help="The attribute has one of these values in the new image.",
)
@click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="PATH=VALUES",
    help="The key attribute has one of these values.",
)
@click.option(
    "--from",
    "condition_file",
    metavar="FILE",
    type=FILE,
    help="Read more conditions from FILE: JSON, or a pattern that compares the images.",
)
@click.option(
    "--values",
    multiple=True,
    metavar="PATH=VALUES",
    help="Frequent values of the attribute; it may have others.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="PATH=VALUES",
    help="All values that the attribute can have; it has no others.",
)
@click.option(
    "--values-from",
    "samples",
    multiple=True,
    metavar="FILE",
    type=FILE,
    help="Learn types and frequent values from the stream records in FILE.",
)
@click.option(
    "--allow-personal",
    multiple=True,
    metavar="PATHS",
    help="Use values of these attributes from --values-from even if they look personal.",
)
@click.option(
    "--type",
    "types",
    multiple=True,
    metavar="PATHS=TYPES",
    help="All types that the attributes can have: S, N, B, BOOL, NULL, SS, NS, BS, L, M.",
)
@click.option(
    "--service",
    type=click.Choice(["pipe", "lambda"]),
    default="pipe",
    help="Service that runs the filter. [default: pipe]",
)
@click.option(
    "--view",
    type=click.Choice(list(IMAGES_BY_VIEW)),
    default="NEW_AND_OLD_IMAGES",
    help="View type of the stream. [default: NEW_AND_OLD_IMAGES]",
)
@click.option(
    "--numbers",
    type=click.Choice(["text", "value"]),
    default="text",
    help="Compare numbers as DynamoDB writes them (text) or by value. [default: text]",
)
@click.option(
    "--residual",
    type=click.Choice(["python", "typescript", "jsonata-note"]),
    help="Instead of the pattern, print code for the conditions that the pattern cannot express: a Lambda function or "
    "a state machine. If nothing is left to check, print the pattern.",
)
@click.option("--anyway", is_flag=True, help="Print the pattern even if it excludes no records.")
@click.option("--criteria", is_flag=True, help="Print filter criteria even if there is only one pattern.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def dynamodb(ctx: click.Context, /, **options: Any) -> int:  # noqa: ANN401 - options have types of their own
    """Write the narrowest pattern that never drops a DynamoDB stream record you want.

    A record must meet all conditions. PATH is the path of an attribute: status, address.city, items[].sku.
    Separate NAMES, PATHS, VALUES and TYPES with commas, without spaces; VALUES may also be a JSON array. Repeating an
    option adds to its list. Without --type, a value is matched as every type that it could have: 5 as a string and as a
    number.

    The pattern goes to standard output. Notes, the conditions that your code still has to check, and whether it is proven
    that the pattern drops no record you want go to standard error. A pattern that excludes no records is printed only with
    --anyway.

    Exit code: 0 if a pattern was found, 1 if no pattern can exclude any record, 2 if the conditions cannot be read or
    met.
    """
    from pipefilter.cli.build.dynamodb import build
    from pipefilter.cli.build.options import BuildOptions

    return build(BuildOptions(**options), ctx)

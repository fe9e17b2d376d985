"""`pipefilter build`: writes patterns for conditions on the records of a source."""

from __future__ import annotations

from typing import Any

import click

from pipefilter.cli.build.stray_words import OptionsOnlyCommand
from pipefilter.cli.terminal.exit_codes import YES
from pipefilter.cli.terminal.help_page import examples
from pipefilter.language.dynamodb_record import IMAGES_BY_VIEW

__all__ = ["command"]


@click.group(
    "build",
    epilog=examples(
        "pipefilter build dynamodb --changed status",
        "pipefilter build dynamodb --became status=SHIPPED --type status=S",
    ),
)
def command() -> int:
    """Write event patterns from what is wanted of the records of a source."""
    return YES


@command.command(
    "dynamodb",
    epilog=examples(
        "pipefilter build dynamodb --event MODIFY --was status=NEW --type status=S",
        "pipefilter build dynamodb --became status=PAID,SHIPPED --values-from 'records/*.jsonl'",
        "pipefilter build dynamodb --new total=100 --residual python",
        "pipefilter build dynamodb --from wish.json --service lambda --criteria",
    ),
    cls=OptionsOnlyCommand,
    groups={
        "What is wanted": (
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
        "What the table holds": ("--type", "--values", "--only", "--values-from", "--allow-personal"),
        "Where the pattern runs": ("--service", "--view", "--numbers"),
        "What is printed": ("--residual", "--criteria", "--anyway", "--json"),
    },
)
@click.option(
    "--event", "events", multiple=True, metavar="NAME", help="INSERT, MODIFY or REMOVE; or several with commas."
)
@click.option(
    "--changed",
    multiple=True,
    metavar="PATHS",
    help="Each of these attributes differs before and after: all of them must have changed.",
)
@click.option(
    "--any-changed",
    multiple=True,
    metavar="PATHS",
    help="At least one of these attributes differs before and after, of all that are named so.",
)
@click.option(
    "--unchanged",
    multiple=True,
    metavar="PATHS",
    help="Each of these attributes is the same before and after.",
)
@click.option(
    "--added", multiple=True, metavar="PATHS", help="Each of these is there after, and was not before."
)
@click.option(
    "--removed", multiple=True, metavar="PATHS", help="Each of these was there before, and is not after."
)
@click.option(
    "--became", multiple=True, metavar="PATH=VALUES", help="It has one of these values, and had none before."
)
@click.option("--was", multiple=True, metavar="PATH=VALUES", help="It had one of these values before.")
@click.option("--new", "after", multiple=True, metavar="PATH=VALUES", help="It has one of these values after.")
@click.option(
    "--key", "keys", multiple=True, metavar="PATH=VALUES", help="The item's key has one of these values."
)
@click.option(
    "--from",
    "condition_file",
    metavar="FILE",
    help="More conditions: as JSON, or a pattern that compares the images.",
)
@click.option(
    "--values", multiple=True, metavar="PATH=VALUES", help="Values that it often has, besides others."
)
@click.option("--only", multiple=True, metavar="PATH=VALUES", help="The only values that it ever has.")
@click.option(
    "--values-from", "samples", multiple=True, metavar="FILE", help="Records of the stream to learn from."
)
@click.option(
    "--allow-personal",
    multiple=True,
    metavar="PATHS",
    help="Write values of these from --values-from, though they look personal.",
)
@click.option(
    "--type", "types", multiple=True, metavar="PATH=TYPES", help="Its only types: S, N, B, BOOL, NULL, SS, ..."
)
@click.option(
    "--service", type=click.Choice(["pipe", "lambda"]), default="pipe", help="Where it runs. [default: pipe]"
)
@click.option(
    "--view",
    type=click.Choice(list(IMAGES_BY_VIEW)),
    default="NEW_AND_OLD_IMAGES",
    help="What the stream's records have. [default: NEW_AND_OLD_IMAGES]",
)
@click.option(
    "--numbers",
    type=click.Choice(["text", "value"]),
    default="text",
    help="When numbers are equal: written alike, as DynamoDB does, or of one value. [default: text]",
)
@click.option(
    "--residual",
    type=click.Choice(["python", "typescript", "jsonata-note"]),
    help="Print, instead of the pattern, a Lambda function (or state machine) that checks what is left; "
    "the pattern, if nothing is left.",
)
@click.option("--anyway", is_flag=True, help="Print also a pattern that keeps out no record.")
@click.option("--criteria", is_flag=True, help="Print filter criteria, even for one pattern.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def dynamodb(ctx: click.Context, /, **options: Any) -> int:  # noqa: ANN401 - options have types of their own
    """Write the narrowest pattern that loses no record of a DynamoDB stream which is wanted.

    All that is asked for must hold. PATH is the way to an attribute: status, address.city, items[].sku. PATHS and
    VALUES have commas between them, without spaces; VALUES may be a JSON list. An option that is given again adds to
    what it has, as a comma does. Without --type values are taken for all the types that they may have.

    The pattern goes to standard output; how it was found, and what is left to check, to standard error. A pattern
    that keeps out no record is not printed without --anyway.

    Exit code: 0 there is a pattern, 1 it can exclude nothing, 2 what is asked for cannot be read, or cannot be.
    """
    from pipefilter.cli.build.dynamodb import build
    from pipefilter.cli.build.options import BuildOptions

    return build(BuildOptions(**options), ctx)

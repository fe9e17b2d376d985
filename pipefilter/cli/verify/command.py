"""`pipefilter verify`: compares our verdicts with AWS's own."""

from __future__ import annotations

from typing import Any

import click

from pipefilter.cli.inputs.aws_options import aws_options
from pipefilter.cli.inputs.file_name import FILE, FOLDER, PATTERN
from pipefilter.cli.inputs.name_choice import service_option, source_option
from pipefilter.cli.terminal.help_page import GroupedCommand, examples
from pipefilter.cli.terminal.quiet import quiet_option

__all__ = ["command"]

_SERVICES = ("rule", "pipe", "lambda")
_WITHOUT_CALL = ("v2", "sns", "sns-body")


@click.command(
    "verify",
    cls=GroupedCommand,
    groups={
        "Placement": ("--source", "--service"),
        "Files": ("--record", "--replay", "--save"),
        "AWS": ("--profile", "--region", "--endpoint-url"),
        "Output": ("--quiet", "--json"),
    },
    epilog=examples(
        "pipefilter verify pattern.json 'events/*.json'",
        "pipefilter verify pattern.json events/ --record responses.jsonl",
        "pipefilter verify pattern.json events/ --replay responses.jsonl",
        "pipefilter verify patterns/ --save differences/",
    ),
)
@click.argument("pattern", metavar="PATTERN", type=PATTERN)
@click.argument("events", nargs=-1, metavar="[EVENTS]...", type=FILE)
@source_option("Source of the records, which are unwrapped and decoded. [default: detected from each record]")
@service_option(
    "Service that runs the filters; it determines what they see of a record.", _SERVICES, _WITHOUT_CALL
)
@click.option("--record", metavar="FILE", type=FILE, help="Append AWS's responses to FILE, as JSON lines.")
@click.option(
    "--replay",
    metavar="FILE",
    type=FILE,
    help="Read the responses from a file written by --record, instead of calling AWS.",
)
@click.option(
    "--save",
    metavar="FOLDER",
    type=FOLDER,
    help="For each difference, save a file that reproduces it in FOLDER.",
)
@quiet_option()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per comparison.")
@aws_options
def command(**options: Any) -> int:  # noqa: ANN401 - options have types of their own
    """Compare pipefilter's verdicts with those of AWS.

    Evaluate patterns and events on AWS itself, and report where pipefilter's verdict differs. pipefilter calls AWS's
    TestEventPattern API, which changes nothing, at most 40 times per second. An event that does not come from an event
    bus, such as a stream record, is wrapped in "detail" for the call, and so is the pattern; AWS's response is reported
    for the original pattern.

    PATTERN is a file with a pattern or filter criteria, a pattern in a template, such as template.yaml#OrdersPipe, or a
    folder of patterns, each in a folder with pattern.json, match/ and no-match/. EVENTS are files, folders, or - for
    standard input. Their contents are read as records if you use --source or --service, or if PATTERN contains filter
    criteria. A folder of patterns contains its own events. For any other PATTERN without EVENTS, only the pattern is
    tested: does AWS accept it?

    Exit code: 0 if all verdicts agree, 1 if some differ, 2 if some could not be compared, for example because the
    file of --replay does not contain them.
    """
    from pipefilter.cli.verify.run import VerifyOptions, verify

    return verify(VerifyOptions(**options))

"""`pipefilter verify`: compares our verdicts with AWS's own."""

from __future__ import annotations

from typing import Any

import click

from pipefilter.cli.inputs.aws_options import aws_options
from pipefilter.cli.inputs.name_choice import service_option, source_option
from pipefilter.cli.terminal.help_page import examples
from pipefilter.cli.terminal.quiet import quiet_option

__all__ = ["command"]

_SERVICES = ("rule", "pipe", "lambda")


@click.command(
    "verify",
    epilog=examples(
        "pipefilter verify pattern.json 'events/*.json'",
        "pipefilter verify pattern.json events/ --record answers.jsonl",
        "pipefilter verify pattern.json events/ --replay answers.jsonl",
        "pipefilter verify patterns/ --save differences/",
    ),
)
@click.argument("pattern", metavar="PATTERN")
@click.argument("events", nargs=-1, metavar="[EVENTS]...")
@source_option("Where the records are from: unwraps and decodes them. [default: told by the record]")
@service_option("Where the filters run: AWS is asked about records as they are seen there.", _SERVICES)
@click.option("--record", metavar="FILE", help="Add AWS's answers to a file of JSON lines.")
@click.option("--replay", metavar="FILE", help="Take the answers from such a file; AWS is not asked.")
@click.option("--save", metavar="FOLDER", help="Write a file that reproduces it for each difference.")
@quiet_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a question.")
@aws_options
def command(**options: Any) -> int:  # noqa: ANN401 - options have types of their own
    """Put patterns and events to AWS itself, and say where pipefilter's verdict differs.

    AWS is asked through its API TestEventPattern, which changes nothing, at most 40 times a second. An event that is none of an event bus, such as a record of a stream, is put under "detail" for that, and the
    pattern with it; what AWS answers is told of the pattern as it was.

    PATTERN is a file with a pattern or filter criteria, one in a template, such as template.yaml#OrdersPipe, or a folder
    of patterns, each a folder with pattern.json, match/ and no-match/. EVENTS are files, folders, or - for standard
    input; with --source or --service, or if PATTERN holds filter criteria, they are records. Without EVENTS, a file's
    patterns are asked about alone: does AWS take them?

    Exit code: 0 all the same, 1 some differ, 2 some could not be compared, such as what is not in the recording.
    """
    from pipefilter.cli.verify.run import VerifyOptions, verify

    return verify(VerifyOptions(**options))

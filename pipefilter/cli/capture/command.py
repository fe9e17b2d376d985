"""`pipefilter capture`: prints records of live sources, as `test`, `filter` and `estimate` read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pipefilter.cli.capture.options import (
    CaptureOptions,
    capture_options,
    from_option,
    option_seconds,
    start_position,
)
from pipefilter.cli.inputs.files import InputError
from pipefilter.cli.terminal.help_page import examples
from pipefilter.cli.terminal.output import message

if TYPE_CHECKING:
    from pipefilter.aws.capture.shard import StartPosition

__all__ = ["command"]


@click.group(
    "capture",
    epilog=examples(
        "pipefilter capture dynamodb-stream Orders > records.jsonl",
        "pipefilter capture kinesis Clicks --for 5m | pipefilter filter pattern.json",
        "pipefilter capture sqs Orders -n 10 --redact",
        page="reference/capture",
    ),
)
def command() -> None:
    """Print records of a live source, one a line, as a pipe or a rule sees them.

    Without --for, what lies there now is captured, 1000 records or N. With --for, what comes from now on is. Nothing
    is deleted anywhere; of a queue, messages are hidden for a while, which is told before. Messages go to stderr, so
    that records can be written to a file, which `test`, `filter` and `estimate` read.

    Exit code: 0 some records were captured, 1 none was, 2 the source cannot be read, 130 interrupted (143 by
    SIGTERM, 129 by SIGHUP); what was captured till then is printed.
    """


@command.command(
    "dynamodb-stream",
    epilog=examples(
        "pipefilter capture dynamodb-stream Orders -n 100 > records.jsonl",
        "pipefilter capture dynamodb-stream Orders --for 5m --redact --keep dynamodb.Keys",
        page="reference/capture",
    ),
)
@click.argument("name", metavar="TABLE")
@from_option
@capture_options
def dynamodb_stream(name: str, begin: StartPosition | None, **options: Any) -> int:  # noqa: ANN401 - options have types of their own
    """Capture records of the stream of TABLE: a table's name or ARN, or a stream's ARN."""
    from pipefilter.aws.capture.dynamodb_stream import dynamodb_stream_pages
    from pipefilter.cli.capture.output import print_captured

    capture = _checked(options)
    until = capture.until(follows=begin == "LATEST")
    pages = dynamodb_stream_pages(capture.connection, name, start_position(begin, capture), until)
    return print_captured(pages, capture, "dynamodb")


@command.command(
    "kinesis",
    epilog=examples(
        "pipefilter capture kinesis Clicks > records.jsonl",
        "pipefilter capture kinesis Clicks --from LATEST -n 50",
        page="reference/capture",
    ),
)
@click.argument("name", metavar="STREAM")
@from_option
@capture_options
def kinesis(name: str, begin: StartPosition | None, **options: Any) -> int:  # noqa: ANN401 - options have types of their own
    """Capture records of the Kinesis data stream STREAM: its name or ARN."""
    from pipefilter.aws.capture.kinesis import kinesis_pages
    from pipefilter.cli.capture.output import print_captured

    capture = _checked(options)
    until = capture.until(follows=begin == "LATEST")
    pages = kinesis_pages(capture.connection, name, start_position(begin, capture), until)
    return print_captured(pages, capture, "kinesis")


@command.command(
    "sqs",
    epilog=examples(
        "pipefilter capture sqs Orders -n 10 > messages.jsonl",
        "pipefilter capture sqs Orders --visibility 60 --redact",
        page="reference/capture",
    ),
)
@click.argument("name", metavar="QUEUE")
@click.option(
    "--visibility",
    type=click.IntRange(0, 43_200),
    default=30,
    metavar="SECONDS",
    help="For so long nobody else gets what was received. [default: 30]",
)
@click.option("--keep-invisible", is_flag=True, help="Do not make messages visible again at the end.")
@capture_options
def sqs(name: str, visibility: int, keep_invisible: bool, **options: Any) -> int:  # noqa: ANN401 - options come by name
    """Look at messages of QUEUE, its name, URL or ARN, without deleting any.

    While they are looked at, other consumers do not get them, and their receive count goes up: if a dead-letter queue
    takes what was received too often, do not look too often.
    """
    from pipefilter.aws.capture.sqs import Peek, sqs_pages
    from pipefilter.cli.capture.output import print_captured

    capture = _checked(options)
    peek = Peek(visibility, puts_back=not keep_invisible)
    pages = sqs_pages(
        capture.connection, name, peek, capture.until(), lambda sentence: message(f"note: {sentence}")
    )
    return print_captured(pages, capture, "sqs")


@command.command(
    "logs",
    epilog=examples(
        "pipefilter capture logs /aws/events/orders --since 2h > events.jsonl",
        "pipefilter capture logs /aws/events/orders --for 5m --json",
        page="reference/capture",
    ),
)
@click.argument("name", metavar="GROUP")
@click.option(
    "--since", metavar="TIME", help="Begin with what was logged so long ago, such as 2h. [default: all]"
)
@capture_options
def logs(name: str, since: str | None, **options: Any) -> int:  # noqa: ANN401 - options have types of their own
    """Capture events that a rule has put into the log group GROUP of CloudWatch Logs: its name or ARN."""
    from pipefilter.aws.capture.log_group import log_group_pages
    from pipefilter.cli.capture.output import print_captured

    capture = _checked(options)
    until = capture.until()
    seconds = None if since is None else option_seconds(since, "--since")
    return print_captured(log_group_pages(capture.connection, name, seconds, until), capture, "bus")


@command.command(
    "s3",
    epilog=examples(
        "pipefilter capture s3 s3://bucket/prefix/ -n 1000 > events.jsonl",
        "pipefilter capture s3 's3://bucket/2026/*.gz' --redact",
        page="reference/capture",
    ),
)
@click.argument("url", metavar="URL")
@capture_options
def s3(url: str, **options: Any) -> int:  # noqa: ANN401 - options have types of their own
    """Capture events of objects in S3: s3://bucket/key, s3://bucket/prefix/ or a glob, in any form that `filter` reads."""
    from pipefilter.cli.capture.output import print_captured
    from pipefilter.cli.capture.s3 import s3_pages

    capture = _checked(options)
    return print_captured(s3_pages(capture.connection, url, capture.until()), capture, "s3")


@command.command(
    "eventbridge-archive",
    epilog=examples(
        "pipefilter capture eventbridge-archive orders",
        page="reference/capture",
    ),
)
@click.argument("name", metavar="ARCHIVE")
@capture_options
def eventbridge_archive(name: str, **_options: object) -> int:
    """Say how to get at the events of ARCHIVE: AWS has no call that reads them."""
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html
    raise InputError(
        f"AWS has no call that reads the archive {name}, it can only be replayed to the bus that it is of: let a rule "
        'of that bus with the pattern {"replay-name": [{"exists": true}]} and a log group as its target take the '
        "events, start a replay for that rule with `aws events start-replay`, and say `pipefilter capture logs GROUP`"
    )


def _checked(options: dict[str, Any]) -> CaptureOptions:
    """The options of a subcommand, checked.

    Raises:
        click.UsageError: they do not go together.
    """
    capture = CaptureOptions(**options)
    capture.check()
    return capture

"""`pipefilter capture`: prints records of live sources and of files, for `test`, `filter` and `estimate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipefilter.cli.capture.options import (
    OPTION_GROUPS,
    capture_options,
    checked_options,
    file_options,
    from_option,
    object_options,
    option_seconds,
    start_position,
)
from pipefilter.cli.capture.queues import sns, sqs
from pipefilter.cli.inputs.file_name import FILE
from pipefilter.cli.inputs.files import STDIN, InputError
from pipefilter.cli.terminal.help_page import Group, GroupedCommand, examples

if TYPE_CHECKING:
    from pipefilter.aws.capture.shard import StartPosition

__all__ = ["command"]


@click.group(
    "capture",
    cls=Group,
    epilog=examples(
        "pipefilter capture dynamodb-stream Orders > records.jsonl",
        "pipefilter capture kinesis Clicks --for 5m | pipefilter filter pattern.json",
        "pipefilter capture sqs Orders -n 10 --redact",
        "pipefilter capture sns Orders -n 10 > messages.jsonl",
        "pipefilter capture file records.jsonl --redact > shared.jsonl",
        page="reference/capture",
    ),
)
def command() -> None:
    """Print records from a live source, as a pipe or a rule sees them.

    `capture file` prints records from files instead, so that you can mask them. Each record is printed on a separate line. Without
    --for, capture the records that exist now, up to --max; with --for, those that arrive from now on. Nothing is deleted.
    Messages of a queue are hidden from other consumers for a while; a note on standard error says so first. Records go to
    standard output, notes and errors to standard error. `test`, `filter` and `estimate` read the records.

    Exit code: 0 if records were captured, 1 if none were, 2 if the source cannot be read, 130 if the capture was
    interrupted (143 by SIGTERM, 129 by SIGHUP); the records captured until then are printed.
    """


@command.command(
    "dynamodb-stream",
    cls=GroupedCommand,
    groups=OPTION_GROUPS,
    epilog=examples(
        "pipefilter capture dynamodb-stream Orders -n 100 > records.jsonl",
        "pipefilter capture dynamodb-stream Orders --redact --keep dynamodb.Keys",
        "pipefilter capture dynamodb-stream Orders --profile prod --region eu-west-1",
        page="reference/capture",
    ),
)
@click.argument("name", metavar="TABLE")
@from_option
@capture_options
def dynamodb_stream(name: str, begin: StartPosition | None, **options: Any) -> int:  # noqa: ANN401 - options have types of their own
    """Capture records from a DynamoDB stream.

    TABLE is the name or ARN of a table, or the ARN of a stream.
    """
    from pipefilter.aws.capture.dynamodb_stream import dynamodb_stream_pages
    from pipefilter.cli.capture.output import print_captured

    capture = checked_options(options)
    until = capture.until(follows=begin == "LATEST")
    pages = dynamodb_stream_pages(capture.connection, name, start_position(begin, capture), until)
    return print_captured(pages, capture, "dynamodb")


@command.command(
    "kinesis",
    cls=GroupedCommand,
    groups=OPTION_GROUPS,
    epilog=examples(
        "pipefilter capture kinesis Clicks > records.jsonl",
        "pipefilter capture kinesis Clicks --from LATEST -n 50",
        "pipefilter capture kinesis Clicks --for 5m --redact",
        page="reference/capture",
    ),
)
@click.argument("name", metavar="STREAM")
@from_option
@capture_options
def kinesis(name: str, begin: StartPosition | None, **options: Any) -> int:  # noqa: ANN401 - options have types of their own
    """Capture records from a Kinesis data stream.

    STREAM is the name or ARN of the stream.
    """
    from pipefilter.aws.capture.kinesis import kinesis_pages
    from pipefilter.cli.capture.output import print_captured

    capture = checked_options(options)
    until = capture.until(follows=begin == "LATEST")
    pages = kinesis_pages(capture.connection, name, start_position(begin, capture), until)
    return print_captured(pages, capture, "kinesis")


@command.command(
    "logs",
    cls=GroupedCommand,
    groups=OPTION_GROUPS,
    epilog=examples(
        "pipefilter capture logs /aws/events/orders --since 2h > events.jsonl",
        "pipefilter capture logs /aws/events/orders --for 5m --json",
        "pipefilter capture logs /aws/events/orders -n 20 --redact",
        page="reference/capture",
    ),
)
@click.argument("name", metavar="GROUP")
@click.option(
    "--since", metavar="TIME", help="Capture only events logged within the last TIME, e.g. 2h. [default: all]"
)
@capture_options
def logs(name: str, since: str | None, **options: Any) -> int:  # noqa: ANN401 - options have types of their own
    """Capture events from a CloudWatch log group.

    GROUP is the name or ARN of a log group that is the target of a rule.
    """
    from pipefilter.aws.capture.log_group import log_group_pages
    from pipefilter.cli.capture.output import print_captured

    capture = checked_options(options)
    until = capture.until()
    seconds = None if since is None else option_seconds(since, "--since")
    return print_captured(log_group_pages(capture.connection, name, seconds, until), capture, "bus")


@command.command(
    "s3",
    cls=GroupedCommand,
    groups=OPTION_GROUPS,
    epilog=examples(
        "pipefilter capture s3 s3://bucket/prefix/ -n 1000 > events.jsonl",
        "pipefilter capture s3 's3://bucket/2026/*.gz' --redact",
        page="reference/capture",
    ),
)
@click.argument("url", metavar="URL")
@object_options
def s3(url: str, **options: Any) -> int:  # noqa: ANN401 - options have types of their own
    """Capture events from objects in S3.

    URL is s3://bucket/key, s3://bucket/prefix/ or a glob. The objects may have any file format that `filter` reads.
    """
    from pipefilter.cli.capture.output import print_captured
    from pipefilter.cli.capture.s3 import s3_pages

    if not url.startswith("s3://") and (url == STDIN or Path(url).exists()):
        raise click.UsageError(f"{url} is not in S3: use pipefilter capture file {url}")
    capture = checked_options(options)
    return print_captured(s3_pages(capture.connection, url, capture.until()), capture, "s3")


@command.command(
    "file",
    cls=GroupedCommand,
    groups=OPTION_GROUPS,
    epilog=examples(
        "pipefilter capture file records.jsonl --redact > shared.jsonl",
        "pipefilter capture file records/ --redact --keep body.kind > shared.jsonl",
        "pipefilter capture file 'logs/*.gz' -n 1000 > events.jsonl",
        page="reference/capture",
    ),
)
@click.argument("names", metavar="PATH...", type=FILE, nargs=-1, required=True)
@file_options
def file(names: tuple[str, ...], limit: int | None, **options: Any) -> int:  # noqa: ANN401 - options have types of their own
    """Capture events from files, to mask a sample that you already have.

    PATH is a file, a folder, a glob, or - for standard input. The files may have any file format that `filter` reads.
    They are not changed. Lines and objects that are not events are skipped and counted. Nothing is sent to AWS.
    """
    from pipefilter.aws.capture.page import Until
    from pipefilter.cli.capture.files import file_pages
    from pipefilter.cli.capture.output import print_captured
    from pipefilter.cli.inputs.names import all_files

    no_aws = dict.fromkeys(("profile", "region", "endpoint_url", "time"))
    capture = checked_options({**options, **no_aws, "limit": limit})
    return print_captured(file_pages(all_files(names), Until(limit, None, follows=False)), capture, "file")


@command.command(
    "eventbridge-archive",
    cls=GroupedCommand,
    groups=OPTION_GROUPS,
    epilog=examples(
        "pipefilter capture eventbridge-archive orders",
        "pipefilter capture eventbridge-archive archive-of-orders --region eu-west-1",
        page="reference/capture",
    ),
)
@click.argument("name", metavar="ARCHIVE")
@capture_options
def eventbridge_archive(name: str, **_options: object) -> int:
    """Explain how to replay an archive.

    ARCHIVE is the name of an EventBridge archive. AWS has no API that reads an archive, so this command only prints
    instructions for replaying it, and exits with 2. Its options have no effect.
    """
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html
    raise InputError(
        f"AWS has no API that reads the archive {name}. To capture its events, replay them: (1) On its event bus, create "
        'a rule with the pattern {"replay-name": [{"exists": true}]} and a log group as its target. (2) Start a replay '
        "for only that rule with `aws events start-replay`. (3) Run `pipefilter capture logs GROUP`."
    )


command.add_command(sqs)
command.add_command(sns)

"""The subcommands of `pipefilter capture` that read a queue of SQS: its messages, or those of a topic of SNS in them."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipefilter.cli.capture.options import OPTION_GROUPS, capture_options, checked_options
from pipefilter.cli.terminal.help_page import GroupedCommand, examples
from pipefilter.cli.terminal.output import message

if TYPE_CHECKING:
    from pipefilter.aws.capture.page import Page
    from pipefilter.aws.capture.sqs import Peek

__all__ = ["sns", "sqs"]

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _queue_options(command: _Command) -> _Command:
    """Add the queue, and the options for the time in which its messages are invisible."""
    for option in (
        click.option(
            "--keep-invisible", is_flag=True, help="Do not make messages visible again when the capture ends."
        ),
        click.option(
            "--visibility",
            type=click.IntRange(0, 43_200),
            default=30,
            metavar="SECONDS",
            help="Visibility timeout of received messages, in seconds. [default: 30]",
        ),
        click.argument("name", metavar="QUEUE"),
    ):
        command = option(command)
    return command


@click.command(
    "sqs",
    cls=GroupedCommand,
    groups=OPTION_GROUPS,
    epilog=examples(
        "pipefilter capture sqs Orders -n 10 > messages.jsonl",
        "pipefilter capture sqs Orders --visibility 60 --redact",
        "pipefilter capture sqs Orders --for 10m > messages.jsonl",
        page="reference/capture",
    ),
)
@_queue_options
@capture_options
def sqs(name: str, visibility: int, keep_invisible: bool, **options: Any) -> int:  # noqa: ANN401 - options come by name
    """Capture messages from an SQS queue.

    QUEUE is the name, URL or ARN of the queue. No message is deleted, but during the capture, other consumers do not
    receive these messages, and their receive count increases. If the queue has a dead-letter queue, frequent captures
    can move messages there.
    """
    from pipefilter.aws.capture.sqs import Peek, sqs_pages

    return _print_messages(sqs_pages, "sqs", name, Peek(visibility, puts_back=not keep_invisible), options)


@click.command(
    "sns",
    cls=GroupedCommand,
    groups=OPTION_GROUPS,
    epilog=examples(
        "pipefilter capture sns Orders -n 10 > messages.jsonl",
        "pipefilter capture sns Orders --for 10m --redact",
        "pipefilter capture sns Orders | pipefilter test --service sns policy.json -",
        page="reference/capture",
    ),
)
@_queue_options
@capture_options
def sns(name: str, visibility: int, keep_invisible: bool, **options: Any) -> int:  # noqa: ANN401 - options come by name
    """Capture messages of an SNS topic from a queue that is subscribed to it.

    QUEUE is the name, URL or ARN of an SQS queue. It must be subscribed to the topic already: no subscription and no
    queue is created or changed. A message that the filter policy of this subscription does not match is not in the
    queue. As with `capture sqs`, no message is deleted, but during the capture, other consumers do not receive these
    messages, and their receive count increases.

    Each notification is printed without the SQS message around it, as `test --service sns` reads it. A message
    without a notification, as with raw message delivery, is printed as the SQS message that it is.
    """
    from pipefilter.aws.capture.sns import sns_pages
    from pipefilter.aws.capture.sqs import Peek

    return _print_messages(sns_pages, "sns", name, Peek(visibility, puts_back=not keep_invisible), options)


def _print_messages(
    pages: Callable[..., Generator[Page]], source: str, queue: str, peek: Peek, options: dict[str, Any]
) -> int:
    from pipefilter.cli.capture.output import print_captured

    capture = checked_options(options)
    return print_captured(pages(capture.connection, queue, peek, capture.until(), _report), capture, source)


def _report(sentence: str) -> None:
    message(f"note: {sentence}")

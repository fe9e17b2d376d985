"""Captures messages of an SQS queue without deleting them, in the form in which Lambda and pipes receive them."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import closing
from typing import TYPE_CHECKING

from pipefilter.aws.call_faults import CallFaults
from pipefilter.aws.capture.client import capture_client
from pipefilter.aws.capture.page import Page, Until, within_time
from pipefilter.aws.capture.poller_records import queue_record
from pipefilter.aws.capture.queue_address import Queue, find_queue, queue_connection
from pipefilter.aws.connection import Connection
from pipefilter.aws.wire_values import as_json_line
from pipefilter.dataclass import dataclass

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

__all__ = ["SQS_FAULTS", "Peek", "sqs_pages"]

_NOT_FOUND = "there is no queue {name} in this account and Region: check --region and --profile"
_NAME = "{name} is not a valid queue ({text}): give a queue name, URL or ARN"
_KEY = "the messages of {name} are encrypted with a key that cannot be used ({text}): the credentials need kms:Decrypt for it"

# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html#API_ReceiveMessage_Errors
SQS_FAULTS = CallFaults(
    without_boto3="the queue {name} cannot be read without boto3",
    unreachable="SQS cannot be reached ({text}): check the network, --region and --endpoint-url",
    denied=(
        "AWS denies reading the queue {name}: the credentials need the IAM actions sqs:GetQueueUrl, "
        "sqs:GetQueueAttributes, sqs:ReceiveMessage and sqs:ChangeMessageVisibility"
    ),
    otherwise="the queue {name} cannot be read ({text})",
    codes={
        "AWS.SimpleQueueService.NonExistentQueue": _NOT_FOUND,
        "QueueDoesNotExist": _NOT_FOUND,
        "InvalidAddress": _NAME,
        "InvalidParameterValue": _NAME,
        "OverLimit": "too many messages of {name} are in flight, so SQS delivers no more: try again later",
        "KmsAccessDenied": _KEY,
        "KmsDisabled": _KEY,
        "KmsInvalidState": _KEY,
        "KmsNotFound": _KEY,
        "KmsOptInRequired": _KEY,
        "KMS.AccessDeniedException": _KEY,
    },
    exceptions={"ParamValidationError": _NAME},
)


_BATCH = 10
"""Messages in one request: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html"""
_LONG_POLL = 2
"""Seconds for which SQS looks for messages on all of its servers; a short poll queries only some, and may miss messages.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
"""
_NOTHING_NEW = 3
"""After this many answers in a row without a new message, the queue counts as read to its end."""
_MAX_SEEN = 120_000
"""Messages that are remembered, so that none is captured twice: as many as can be in flight at once.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
"""
_RELEASE_ATTEMPTS = 3
_PAUSE = 1.0
"""Seconds before the next request, if the last brought no new message."""


@dataclass(frozen=True, slots=True)
class Peek:
    """How to receive messages without consuming them.

    Args:
        visibility: seconds for which other consumers do not receive them.
        puts_back: whether they are made visible again at the end.
    """

    visibility: int = 30
    puts_back: bool = True


def sqs_pages(
    connection: Connection, name: str, peek: Peek, until: Until, report: Callable[[str], None]
) -> Generator[Page]:
    """Capture messages; the notes of the first page warn of the effects on the queue before any message is received.

    Args:
        name: of the queue, its URL or its ARN.
        report: is called with a sentence on messages that stay invisible, even if no more pages are requested.

    Raises:
        UnreadableInput: there is no such queue, or it cannot be read.
    """
    connection = queue_connection(connection, name)
    with capture_client(connection, "sqs", name, SQS_FAULTS, until) as client:
        queue = find_queue(client, name)
        yield Page(notes=_warnings(queue, name, peek))
        # with retries beyond the time limit, as other consumers are waiting for the messages
        receiver = _Receiver(
            client, lambda: connection.client("sqs", attempts=_RELEASE_ATTEMPTS), queue, peek, until
        )
        try:
            yield from within_time(receiver.pages(), until)
        finally:
            # also after Ctrl-C, a closed pipe, or a fault
            receiver.put_back()
            if receiver.kept_back:
                report(_still_invisible(receiver.kept_back, peek))


def _warnings(queue: Queue, name: str, peek: Peek) -> tuple[str, ...]:
    hidden = "for a moment" if not peek.visibility else f"for {peek.visibility} s"
    if peek.visibility and peek.puts_back:
        hidden += " or until the capture ends"
    warnings = [
        f"no message of {name} is deleted, but each message received here is invisible to other consumers {hidden}",
        "the receive count of each message increases by one, which cannot be undone"
        + (
            f": SQS moves a message that was received {queue.receives} times to the dead-letter queue"
            if queue.receives
            else ""
        ),
    ]
    if queue.is_fifo and peek.visibility:
        warnings.append("in this FIFO queue, the other messages of a group wait while one of them is invisible")
    return tuple(warnings)


def _still_invisible(count: int, peek: Peek) -> str:
    messages, become = ("1 message", "it becomes") if count == 1 else (f"{count} messages", "they become")
    return f"{messages} could not be made visible again: {become} visible at most {peek.visibility} s after being received"


class _Receiver:
    """Receives messages, and makes them visible again."""

    def __init__(
        self,
        client: SQSClient,
        release_client: Callable[[], SQSClient],
        queue: Queue,
        peek: Peek,
        until: Until,
    ) -> None:
        self._client = client
        self._release_client = release_client
        self._queue = queue
        self._peek = peek
        self._until = until
        self._seen: set[str] = set()
        self._in_flight: dict[str, tuple[float, str]] = {}
        """The messages that are invisible: until when, and the handle to make them visible with."""
        self._requested = 0.0
        """When the last request was sent."""
        self.kept_back = 0

    def pages(self) -> Generator[Page]:
        nothing_new = 0
        while not self._until.is_over and (self._until.follows or nothing_new < _NOTHING_NEW):
            messages = self._received()
            new = [message for message in messages if message["MessageId"] not in self._seen]
            self._seen.update(message["MessageId"] for message in new)
            records = tuple(as_json_line(queue_record(message, self._queue.arn)) for message in new)
            yield Page(self._until.take(records), passed_over=len(messages) - len(new))
            nothing_new = 0 if new else nothing_new + 1
            if len(self._seen) >= _MAX_SEEN:
                yield Page(
                    notes=(
                        f"the capture ends after {len(self._seen):,} messages, because it cannot keep track of more",
                    )
                )
                return
            if not new:  # a long poll has waited already; a short one, as in the last second, has not
                self._until.wait(self._requested + _PAUSE - time.monotonic())

    def _received(self) -> list[MessageTypeDef]:
        left, seconds = self._until.left, self._until.seconds_left
        self._requested = time.monotonic()
        answer = self._client.receive_message(
            QueueUrl=self._queue.url,
            # older versions of boto3 do not know the newer name of this parameter
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
            MaxNumberOfMessages=_BATCH if left is None else min(_BATCH, left),
            VisibilityTimeout=self._peek.visibility,
            WaitTimeSeconds=_LONG_POLL if seconds is None else min(_LONG_POLL, int(seconds)),
        )
        messages = answer.get("Messages", [])
        visible = self._requested + self._peek.visibility
        self._in_flight = {
            name: (until, handle)
            for name, (until, handle) in self._in_flight.items()
            if until > self._requested
        }
        self._in_flight.update(
            {message["MessageId"]: (visible, message["ReceiptHandle"]) for message in messages}
        )
        return messages

    def put_back(self) -> None:
        """Make those messages visible that still are invisible; another consumer may be processing the others."""
        if not self._peek.puts_back:
            return
        now = time.monotonic()
        handles = [handle for visible, handle in self._in_flight.values() if visible > now]
        if not handles:
            return
        with closing(self._release_client()) as client:
            self._put_back(client, handles)

    def _put_back(self, client: SQSClient, handles: list[str]) -> None:
        from botocore.exceptions import BotoCoreError, ClientError
        from botocore.parsers import ResponseParserError

        for first in range(0, len(handles), _BATCH):
            batch = handles[first : first + _BATCH]
            try:
                answer = client.change_message_visibility_batch(
                    QueueUrl=self._queue.url,
                    Entries=[
                        {"Id": str(number), "ReceiptHandle": handle, "VisibilityTimeout": 0}
                        for number, handle in enumerate(batch)
                    ],
                )
            # the capture succeeded all the same; the messages become visible later
            except (BotoCoreError, ClientError, ResponseParserError):
                self.kept_back += len(batch)
            else:
                self.kept_back += len(answer.get("Failed", ()))

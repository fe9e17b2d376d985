"""Messages of a queue of SQS, received without being deleted, as pollers hand them over."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipefilter.aws.call_faults import CallFaults
from pipefilter.aws.capture.page import Page, Until, expect_aws_form, within_time
from pipefilter.aws.capture.queue_address import Queue, queue_connection, queue_of
from pipefilter.aws.connection import Connection
from pipefilter.aws.wire_values import as_base64, record_text

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

__all__ = ["SQS_FAULTS", "Peek", "queue_record", "sqs_pages"]

_NONE = "there is no queue {name} in this account and region: look at --region and --profile"
_NAME = "there can be no queue {name} ({text}): give a queue's name, URL or ARN"
_KEY = "the messages of {name} are encrypted with a key that cannot be used ({text}): the credentials need kms:Decrypt for it"

# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html#API_ReceiveMessage_Errors
SQS_FAULTS = CallFaults(
    without_boto3="the queue {name} cannot be read without boto3",
    unreachable="SQS cannot be reached ({text}): look at the network, and at --region and --endpoint-url",
    denied=(
        "AWS denies reading the queue {name}: the credentials need the IAM actions sqs:GetQueueUrl, "
        "sqs:GetQueueAttributes, sqs:ReceiveMessage and sqs:ChangeMessageVisibility"
    ),
    otherwise="the queue {name} cannot be read ({text})",
    codes={
        "AWS.SimpleQueueService.NonExistentQueue": _NONE,
        "QueueDoesNotExist": _NONE,
        "InvalidAddress": _NAME,
        "InvalidParameterValue": _NAME,
        "OverLimit": "so many messages of {name} are with consumers already that SQS hands out no more: try again later",
        "KmsAccessDenied": _KEY,
        "KmsDisabled": _KEY,
        "KmsInvalidState": _KEY,
        "KmsNotFound": _KEY,
        "KmsOptInRequired": _KEY,
        "KMS.AccessDeniedException": _KEY,
    },
    exceptions={"ParamValidationError": _NAME},
)


_AT_ONCE = 10
"""Messages of one request: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html"""
_LONG_POLL = 2
"""Seconds for which SQS looks for messages on all of its servers; a short poll asks some only, and may miss some.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
"""
_NOTHING_NEW = 3
"""After so many answers in a row without a message that was not seen before, the queue is taken to be read."""
_MOST_SEEN = 120_000
"""Messages that are remembered, so that none is captured twice: as many as can be with consumers at once.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
"""
_PUT_BACK_ATTEMPTS = 3
_PAUSE = 1.0
"""Seconds before it is asked again, if only messages came that were seen before."""


@dataclass(frozen=True, slots=True)
class Peek:
    """How to look.

    Args:
        visibility: seconds for which nobody else gets what was received.
        puts_back: whether messages are made visible again at the end.
    """

    visibility: int = 30
    puts_back: bool = True


def sqs_pages(
    connection: Connection, name: str, peek: Peek, until: Until, tell: Callable[[str], None]
) -> Iterator[Page]:
    """Look at messages; the first page says what that does to the queue, before anything is received.

    Args:
        connection: to AWS.
        name: of the queue, its URL or its ARN.
        peek: how to look.
        until: when to end.
        tell: takes a sentence on messages that stay invisible, also when no page is asked for any more.

    Raises:
        UnreadableInput: there is no such queue, or it cannot be read.
    """
    with (
        SQS_FAULTS.translate(name=name),
        expect_aws_form(name),
        closing(
            (place := queue_connection(connection, name)).client("sqs", seconds_left=lambda: until.seconds_left)
        ) as client,
    ):
        queue = queue_of(client, name)
        yield Page(notes=_warnings(queue, name, peek))
        # which asks again also after the time, as others are waiting for the messages
        looking = _Looking(client, lambda: place.client("sqs", attempts=_PUT_BACK_ATTEMPTS), queue, peek, until)
        try:
            yield from within_time(looking.pages(), until)
        finally:
            # also after Ctrl-C, a closed pipe, or a fault
            looking.put_back()
            if looking.kept_back:
                tell(_kept(looking.kept_back, peek))


def _warnings(queue: Queue, name: str, peek: Peek) -> tuple[str, ...]:
    hidden = "only for a moment" if not peek.visibility else f"for {peek.visibility} s"
    if peek.visibility and peek.puts_back:
        hidden += " or until this ends"
    found = [
        f"no message of {name} is deleted, but each that is received here is invisible to other consumers {hidden}",
        "the receive count of each goes up by one, which cannot be undone"
        + (
            f": a message that has been received {queue.receives} times is moved to the dead-letter queue"
            if queue.receives
            else ""
        ),
    ]
    if queue.is_fifo and peek.visibility:
        found.append("in this FIFO queue the other messages of a group wait while one of them is invisible")
    return tuple(found)


def _kept(count: int, peek: Peek) -> str:
    which, them = ("1 message", "it") if count == 1 else (f"{count} messages", "they")
    when = "it was" if count == 1 else "they were"
    return f"{which} could not be made visible again: {them} will be at the latest {peek.visibility} s after {when} received"


class _Looking:
    """Messages that are received, and made visible again."""

    def __init__(
        self, client: SQSClient, returning: Callable[[], SQSClient], queue: Queue, peek: Peek, until: Until
    ) -> None:
        self._client = client
        self._returning = returning
        self._queue = queue
        self._peek = peek
        self._until = until
        self._seen: set[str] = set()
        self._out: dict[str, tuple[float, str]] = {}
        """The messages that are invisible: until when, and the handle by which they can be made visible."""
        self._asked = 0.0
        self.kept_back = 0

    def pages(self) -> Generator[Page]:
        nothing_new = 0
        while not self._until.is_over and (self._until.follows or nothing_new < _NOTHING_NEW):
            messages = self._received()
            new = [one for one in messages if one["MessageId"] not in self._seen]
            self._seen.update(one["MessageId"] for one in new)
            records = tuple(record_text(queue_record(one, self._queue.arn)) for one in new)
            yield Page(self._until.take(records), passed_over=len(messages) - len(new))
            nothing_new = 0 if new else nothing_new + 1
            if len(self._seen) >= _MOST_SEEN:
                yield Page(
                    notes=(f"{len(self._seen):,} messages were seen, and more cannot be remembered: it ends",)
                )
                return
            if not new:  # a long poll has waited already; a short one, as in the last second, has not
                self._until.wait(self._asked + _PAUSE - time.monotonic())

    def _received(self) -> list[MessageTypeDef]:
        left, seconds = self._until.left, self._until.seconds_left
        self._asked = asked = time.monotonic()
        answer = self._client.receive_message(
            QueueUrl=self._queue.url,
            # the newer name of it is not known to all versions of boto3 that are taken
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
            MaxNumberOfMessages=_AT_ONCE if left is None else min(_AT_ONCE, left),
            VisibilityTimeout=self._peek.visibility,
            WaitTimeSeconds=_LONG_POLL if seconds is None else min(_LONG_POLL, int(seconds)),
        )
        messages = answer.get("Messages", [])
        visible = asked + self._peek.visibility
        self._out = {name: one for name, one in self._out.items() if one[0] > asked}
        self._out.update({one["MessageId"]: (visible, one["ReceiptHandle"]) for one in messages})
        return messages

    def put_back(self) -> None:
        """Make visible what is still invisible: of what is not, another consumer may be at work on it."""
        if not self._peek.puts_back:
            return
        now = time.monotonic()
        handles = [handle for visible, handle in self._out.values() if visible > now]
        if not handles:
            return
        with closing(self._returning()) as client:
            self._put_back(client, handles)

    def _put_back(self, client: SQSClient, handles: list[str]) -> None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - slow to import, and an extra
        from botocore.parsers import ResponseParserError  # noqa: PLC0415 - likewise

        for first in range(0, len(handles), _AT_ONCE):
            some = handles[first : first + _AT_ONCE]
            try:
                answer = client.change_message_visibility_batch(
                    QueueUrl=self._queue.url,
                    Entries=[
                        {"Id": str(number), "ReceiptHandle": handle, "VisibilityTimeout": 0}
                        for number, handle in enumerate(some)
                    ],
                )
            except (
                BotoCoreError,
                ClientError,
                ResponseParserError,
            ):  # what was captured counts; they come back by themselves
                self.kept_back += len(some)
            else:
                self.kept_back += len(answer.get("Failed", ()))


def queue_record(message: MessageTypeDef, queue_arn: str) -> dict[str, object]:
    """A message in the form in which Lambda and pipes hand it over.

    https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event

    Args:
        message: of boto3.
        queue_arn: which the poller adds.
    """
    done: dict[str, object] = {
        "messageId": message.get("MessageId", ""),
        "receiptHandle": message.get("ReceiptHandle", ""),
        "body": message.get("Body", ""),
        "attributes": dict(message.get("Attributes", {})),
        "messageAttributes": {
            name: _attribute(value) for name, value in message.get("MessageAttributes", {}).items()
        },
        "md5OfBody": message.get("MD5OfBody", ""),
    }
    if "MD5OfMessageAttributes" in message:
        done["md5OfMessageAttributes"] = message["MD5OfMessageAttributes"]
    region = queue_arn.split(":")[3] if queue_arn.count(":") > 3 else ""  # noqa: PLR2004 - the parts of an ARN
    return {**done, "eventSource": "aws:sqs", "eventSourceARN": queue_arn, "awsRegion": region}


def _attribute(value: Mapping[str, object]) -> dict[str, object]:
    text, data = value.get("StringValue"), value.get("BinaryValue")
    done: dict[str, object] = {}
    if text is not None:
        done["stringValue"] = text
    if isinstance(data, bytes):
        done["binaryValue"] = as_base64(data)
    return {**done, "stringListValues": [], "binaryListValues": [], "dataType": value.get("DataType", "")}

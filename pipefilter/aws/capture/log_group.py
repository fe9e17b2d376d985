"""Captures events from a log group of CloudWatch Logs that is the target of a rule: its messages are the events of the bus."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from pipefilter.aws.call_faults import CallFaults
from pipefilter.aws.capture.client import capture_client
from pipefilter.aws.capture.page import Page, Until, within_time
from pipefilter.aws.capture.single_event import single_event
from pipefilter.aws.connection import Connection

if TYPE_CHECKING:
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_logs.type_defs import (
        FilteredLogEventTypeDef,
        FilterLogEventsRequestTypeDef,
        FilterLogEventsResponseTypeDef,
    )

__all__ = ["LOG_GROUP_FAULTS", "log_group_pages"]

_NAME = (
    "{name} is not a valid log group ({text}): give a log group name, such as /aws/events/orders, or its ARN"
)

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html#API_FilterLogEvents_Errors
LOG_GROUP_FAULTS = CallFaults(
    without_boto3="the log group {name} cannot be read without boto3",
    unreachable="CloudWatch Logs cannot be reached ({text}): check the network, --region and --endpoint-url",
    denied="AWS denies reading the log group {name}: the credentials need the IAM action logs:FilterLogEvents for it",
    otherwise="the log group {name} cannot be read ({text})",
    codes={
        "ResourceNotFoundException": "there is no log group {name} in this account and Region: check --region and --profile",
        "InvalidParameterException": _NAME,
        "ThrottlingException": "the log group {name} is read too often ({text}), perhaps by other readers too: try again later",
    },
    exceptions={"ParamValidationError": _NAME},
)


_MAX_MESSAGES = 10_000
"""Messages in one answer.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
"""
_PAUSE = 2.0
"""Seconds between two polls."""
_LAST_PAGES = 20
"""Maximum number of requests of the last poll, which comes after the time is over."""
_LATE = 60_000
"""Milliseconds by which an older message may appear later than a newer one."""


def log_group_pages(connection: Connection, name: str, since: float | None, until: Until) -> Iterator[Page]:
    """Capture events of a log group, the oldest first.

    Args:
        name: of the group, or its ARN.
        since: the age of the oldest message to capture, in seconds; None for all. With `until.follows`, None means 0.

    Raises:
        UnreadableInput: there is no such group, or it cannot be read.
    """
    with capture_client(connection, "logs", name, LOG_GROUP_FAULTS, until) as client:
        yield from within_time(_Group(client, name, since, until).pages(), until)


class _Group:
    def __init__(self, client: CloudWatchLogsClient, name: str, since: float | None, until: Until) -> None:
        self._client = client
        # an ARN that ends in :* stands for the streams of the group
        self._name = name.removesuffix(":*")
        self._until = until
        self._seen: dict[str, int] = {}
        """The messages that may be returned again, each with its time."""
        if since is None and until.follows:
            since = 0.0
        self._begin = 0 if since is None else int((time.time() - since) * 1000)

    def pages(self) -> Generator[Page]:
        while True:
            # what was logged during the last wait is still within the time
            is_last = self._until.seconds_left == 0
            yield from self._poll(is_last=is_last)
            if is_last or self._until.left == 0 or not self._until.follows:
                return
            self._until.wait(_PAUSE)
            # the time of a message may lie in the future: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
            newest = min(max(self._seen.values(), default=self._begin), int(time.time() * 1000))
            self._begin = max(self._begin, newest - _LATE)
            self._seen = {name: at for name, at in self._seen.items() if at >= self._begin}

    def _poll(self, *, is_last: bool) -> Iterator[Page]:
        """All messages since `_begin`, page by page; an empty page may be followed by others."""
        token: str | None = None
        pages = 0
        while pages < _LAST_PAGES and self._until.left != 0 if is_last else not self._until.is_over:
            answer = self._answer(token)
            pages += 1
            yield self._page(answer["events"])  # AWS always sends the list, even if it is empty
            token = answer.get("nextToken")
            if not token:
                return

    def _answer(self, token: str | None) -> FilterLogEventsResponseTypeDef:
        request: FilterLogEventsRequestTypeDef = {"startTime": self._begin, "limit": _MAX_MESSAGES}
        if self._name.startswith("arn:"):
            request["logGroupIdentifier"] = self._name
        else:
            request["logGroupName"] = self._name
        if token:
            request["nextToken"] = token
        return self._client.filter_log_events(**request)

    def _page(self, messages: list[FilteredLogEventTypeDef]) -> Page:
        new = [message for message in messages if message.get("eventId", "") not in self._seen]
        if self._until.follows:
            self._seen.update({message.get("eventId", ""): message.get("timestamp", 0) for message in new})
        texts = [message.get("message", "") for message in new]
        events = tuple(filter(None, map(single_event, texts)))
        return Page(self._until.take(events), passed_over=len(texts) - len(events))

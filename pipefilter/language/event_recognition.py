"""Detects an event or record in place of a pattern: `{"detail-type": "Order", "source": "shop", ...}`."""

from __future__ import annotations

import re

from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import Json, strict_tree

__all__ = ["MAX_RECOGNISED", "WRAPPER_LISTS", "event_kind", "event_kind_of_tree", "leaf_counts"]

MAX_RECOGNISED = 1 << 16
"""Characters of a text that may be a pattern: AWS allows 4,096 in each of at most ten."""

_MAX_EVENT = 1 << 20
"""Characters of an event; AWS accepts 1 MB at most."""
_LIST_START = re.compile(r'\s*(?:\{\s*"(\w+)"\s*:\s*)?\[\s*')
"""The start of a list, or of an object with a list as its first member."""

WRAPPER_LISTS = frozenset(
    (
        *("Records", "messages", "Messages", "events", "records", "rmqMessagesByQueue"),
        "PublishBatchRequestEntries",
    )
)
"""Names of the member of a wrapper that contains the records."""
_OF_BUS = ("id", "time", "account", "version", "region")
_OF_RECORD = frozenset(
    (
        *("messageId", "receiptHandle", "md5OfBody", "MessageId", "ReceiptHandle", "MD5OfBody"),
        *("eventSource", "eventID", "eventVersion", "eventSourceARN", "awsRegion"),
        *("sequenceNumber", "SequenceNumber", "partitionKey", "PartitionKey", "approximateArrivalTimestamp"),
        *("offset", "messageID", "redelivered", "invokeIdentityArn", "eventName", "operationType"),
    )
)
"""Members with a value that records have, and few patterns use."""
_OF_MESSAGE = ("TopicArn", "TargetArn", "MessageAttributes", "MessageId")
"""Members of messages of SNS, next to `Message`."""
_DATA = ("body", "Body", "data", "Data", "dynamodb", "kinesis", "value", "event", "basicProperties")
"""Members of records that contain the payload."""


def event_kind(text: str) -> str:
    """The kind of an event or a wrapper at the start of a text, in words; "" if it is neither."""
    if len(text) > MAX_RECOGNISED and (kind := _kind_of_first(text)):
        return kind
    return "" if len(text) > _MAX_EVENT else event_kind_of_tree(_first_value(text))


def _kind_of_first(text: str) -> str:
    """The kind of a long text by the first of its events, as far as that is short: in JSON lines, a list or a wrapper."""
    start = _LIST_START.match(text)
    if start is None:
        line_end = text.find("\n", 0, MAX_RECOGNISED)
        return event_kind_of_tree(_first_value(text[:line_end])) if line_end > 0 else ""
    first = _first_value(text[start.end() : start.end() + MAX_RECOGNISED])
    if start[1] is None:
        return event_kind_of_tree([first])
    return event_kind_of_tree(((start[1], [first]),))


def _first_value(text: str) -> Json:
    """The first value of a text; None if it is not JSON."""
    try:
        return strict_tree(text)
    except JsonFault:
        return None


def event_kind_of_tree(tree: Json) -> str:
    """The kind of an event or a wrapper, in words; "" if the tree is neither."""
    if isinstance(tree, list):
        return "a list of events" if tree and _single_event_kind(tree[0]) else ""
    if not isinstance(tree, tuple):
        return ""
    for name, value in tree:
        if name in WRAPPER_LISTS and any(
            _is_record(each) or _is_message(each) for each in _first_of_each_list(value)
        ):
            return f"a list of records in {name}"
    return _single_event_kind(tree)


def leaf_counts(tree: Json) -> tuple[int, int]:
    """How many members of an object have a value, as in events, or a list, as in patterns; lists are not entered."""
    values = lists = 0
    level: list[Json] = [tree]
    while level:
        node = level.pop()
        if isinstance(node, tuple):
            level.extend(value for _, value in node)
        elif isinstance(node, list):
            lists += 1
        else:
            values += 1
    return values, lists


def _single_event_kind(tree: Json) -> str:
    if _is_of_bus(tree):
        return "an event from an event bus"
    if _is_message(tree):
        return "a message of SNS"
    return "a record from a stream, queue or broker" if _is_record(tree) else ""


def _is_of_bus(tree: Json) -> bool:
    if not isinstance(tree, tuple):
        return False
    members = dict(tree)
    if not (isinstance(members.get("detail-type"), str) and isinstance(members.get("source"), str)):
        return False
    if any(isinstance(members.get(name), str) for name in _OF_BUS):
        return True
    values, lists = leaf_counts(members.get("detail", ()))
    return values > lists


def _is_message(tree: Json) -> bool:
    """Whether it is a message of SNS, as passed to `Publish` or as delivered; a pattern has no strings as values."""
    members = dict(tree) if isinstance(tree, tuple) else {}
    inner = members.get("Sns")
    if isinstance(inner, tuple):
        members = dict(inner)
    return isinstance(members.get("Message"), str) and any(name in members for name in _OF_MESSAGE)


def _is_record(tree: Json) -> bool:
    if not isinstance(tree, tuple) or not any(name in _DATA for name, _ in tree):
        return False
    named = list(tree)
    for _, value in tree:
        if isinstance(value, tuple):
            named += value
    if not any(name in _OF_RECORD and not isinstance(value, tuple | list) for name, value in named):
        return False
    values, lists = leaf_counts(tree)
    return values > lists


def _first_of_each_list(value: Json) -> list[Json]:
    """The first element of a list, or of each list by topic or by queue."""
    lists = [inner for _, inner in value] if isinstance(value, tuple) else [value]
    return [each[0] for each in lists if isinstance(each, list) and each]

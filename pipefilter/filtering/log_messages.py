"""Finds the messages in objects of CloudWatch Logs; each may be an event that was logged.

| object | from |
|---|---|
| `{"messageType": "DATA_MESSAGE", "logEvents": [{"message": "..."}], ...}` | a subscription, such as one to Firehose |
| `{"events": [{"timestamp": 1, "message": "..."}], "nextToken": "..."}` | `aws logs filter-log-events`, `get-log-events` |
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from pipefilter.dataclass import dataclass
from pipefilter.filtering.envelopes import LOG_LISTS, ONLY_IN_RECORDS
from pipefilter.json_text.raw_object import raw_elements, raw_object

__all__ = ["LogMessage", "is_log_event", "is_subscription", "may_hold_log_events", "messages_in"]

_SUBSCRIPTION, _ANSWER = "logEvents", "events"
_OF_AN_ANSWER = frozenset(
    (_ANSWER, "nextToken", "searchedLogStreams", "nextForwardToken", "nextBackwardToken", "ResponseMetadata")
)
"""Members of answers of the API of CloudWatch Logs."""
_KIND = "messageType"
_CONTROL = "CONTROL_MESSAGE"
_KINDS = (_CONTROL, "DATA_MESSAGE")
_HINT = re.compile(r'vents"[ \t\r\n]*+:[ \t\r\n]*+\[')
_NUMBER = re.compile(r"-?[0-9]")


@dataclass(frozen=True, slots=True)
class LogMessage:
    """A message that was logged, with the offset of its string in the object's text."""

    text: str
    pointer: str
    offset: int


def messages_in(text: str) -> list[LogMessage] | None:
    """The messages in a JSON object of CloudWatch Logs, in their order; None if it is another object."""
    if _HINT.search(text) is None:
        return None
    whole = raw_object(text)
    names = {name for name, _ in whole.members}
    for list_name in LOG_LISTS & names:
        value = whole.get(list_name)
        if value is None or not value.startswith("[") or not may_hold_log_events(list_name, names):
            continue
        if list_name == _SUBSCRIPTION and whole.text_of(_KIND) not in _KINDS:
            continue
        placed = raw_elements(value)
        elements = [element for element, _ in placed]
        if not all(is_log_event(list_name, element) for element in elements) or not (
            elements or list_name == _SUBSCRIPTION
        ):
            continue
        if whole.text_of(_KIND) == _CONTROL:
            return []
        start = whole.offset(list_name)
        messages = (_message(element, start + at) for element, at in placed)
        return [
            LogMessage(message, f"/{list_name}/{number}/message", offset)
            for number, (message, offset) in enumerate(messages)
            if message.strip(" \t\r\n")
        ]
    return None


def _message(log_event: str, at: int) -> tuple[str, int]:
    members = raw_object(log_event)
    return members.text_of("message") or "", at + members.offset("message")


def may_hold_log_events(list_name: str, names: Collection[str]) -> bool:
    """Whether an object may be of CloudWatch Logs, by the names of its members."""
    if list_name == _SUBSCRIPTION:
        return _KIND in names and ONLY_IN_RECORDS.isdisjoint(names)
    return _OF_AN_ANSWER.issuperset(names)


def is_subscription(whole: Mapping[str, object]) -> bool:
    """Whether an object with log events comes from a subscription."""
    return whole.get(_KIND) in _KINDS


def is_log_event(list_name: str, text: str) -> bool:
    """Whether an element of a list is a log event."""
    if not text.startswith("{"):
        return False
    log_event = raw_object(text)
    time = log_event.get("timestamp") or ""
    is_timed = list_name == _SUBSCRIPTION or _NUMBER.match(time) is not None
    return is_timed and log_event.text_of("message") is not None

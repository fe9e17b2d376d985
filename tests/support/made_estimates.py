"""Synthetic traffic for estimates: a number of events of a source, one a second, of which some match."""

from __future__ import annotations

import json
from collections.abc import Callable

__all__ = ["PATTERNS", "made_lines"]

_BEGIN = 1_763_800_000
_ISO = "2026-01-{day:02}T{hour:02}:{minute:02}:{second:02}Z"


def _record(number: int, kind: str, _seconds: float) -> dict[str, object]:
    return {
        "eventID": str(number),
        "eventName": "MODIFY",
        "eventSource": "aws:dynamodb",
        "dynamodb": {
            "ApproximateCreationDateTime": _BEGIN + number * _seconds,
            "Keys": {"pk": {"S": str(number)}},
            "NewImage": {"kind": {"S": kind}, "pad": {"S": ""}},
        },
    }


def _message(number: int, kind: str, seconds: float) -> dict[str, object]:
    return {
        "messageId": str(number),
        "body": json.dumps({"kind": kind}),
        "attributes": {"SentTimestamp": str(round((_BEGIN + number * seconds) * 1000))},
        "eventSource": "aws:sqs",
        "pad": "",
    }


def _event(number: int, kind: str, seconds: float) -> dict[str, object]:
    at = round(number * seconds)
    time = _ISO.format(day=1 + at // 86400, hour=at // 3600 % 24, minute=at // 60 % 60, second=at % 60)
    return {
        "id": str(number),
        "detail-type": "made",
        "source": "made",
        "account": "111122223333",
        "time": time,
        "region": "us-east-1",
        "resources": [],
        "detail": {"kind": kind, "pad": ""},
    }


def _notification(number: int, kind: str, seconds: float) -> dict[str, object]:
    at = round(number * seconds)
    time = _ISO.format(day=1 + at // 86400, hour=at // 3600 % 24, minute=at // 60 % 60, second=at % 60)
    return {
        "Type": "Notification",
        "TopicArn": "arn:aws:sns:us-east-1:123456789012:made",
        "Message": json.dumps({"kind": kind}),
        "Timestamp": time,
        "MessageAttributes": {"kind": {"Type": "String", "Value": kind}},
        "pad": "",
    }


_MAKE: dict[str, Callable[[int, str, float], dict[str, object]]] = {
    "dynamodb": _record,
    "sqs": _message,
    "bus": _event,
    "sns": _notification,
}
PATTERNS: dict[str, object] = {
    "dynamodb": {"dynamodb": {"NewImage": {"kind": {"S": ["wanted"]}}}},
    "sqs": {"body": {"kind": ["wanted"]}},
    "bus": {"detail": {"kind": ["wanted"]}},
    "sns": {"kind": ["wanted"]},
}
"""A pattern for each source, which matches the matching events."""


def made_lines(kind: str, events: int, matching: int, size: int = 0, seconds: float = 1.0) -> list[str]:
    """Events as compact JSON, with the matching ones spread evenly among the others.

    Args:
        kind: a key of `PATTERNS`.
        events: the number of events.
        matching: how many of them match.
        size: bytes of each event; 0 for its natural size.
        seconds: the time between two events.
    """
    lines = []
    for number in range(events):
        does = number * matching // events != (number + 1) * matching // events
        event = _MAKE[kind](number, "wanted" if does else "another", seconds)
        text = json.dumps(event, separators=(",", ":"))
        if size:
            text = text.replace('"pad":""', f'"pad":"{"x" * (size - len(text))}"').replace(
                '"pad":{"S":""}', f'"pad":{{"S":"{"x" * (size - len(text))}"}}'
            )
            assert len(text) == size
        lines.append(text)
    return lines

"""Turns boto3's values back into what AWS sends: times into seconds, bytes into base64."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import datetime

__all__ = ["as_base64", "as_json_line", "as_seconds", "wire_value"]


def as_seconds(moment: datetime) -> float:
    """A time in seconds since 1970; an int if there is no fraction."""
    seconds = moment.timestamp()
    return int(seconds) if seconds.is_integer() else seconds


def as_base64(data: bytes) -> str:
    """Bytes in base64."""
    return base64.b64encode(data).decode("ascii")


def wire_value(value: object) -> object:
    """A value with JSON's types only."""
    if isinstance(value, datetime):
        return as_seconds(value)
    if isinstance(value, bytes | bytearray):
        return as_base64(bytes(value))
    if isinstance(value, Mapping):
        return {name: wire_value(member) for name, member in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [wire_value(element) for element in value]
    return value


def as_json_line(record: Mapping[str, object]) -> str:
    """A record as one line of JSON."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))

"""Values as boto3 hands them out, turned back into what AWS sends: times as seconds, bytes as base64."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import datetime

__all__ = ["as_base64", "as_seconds", "record_text", "wire_value"]


def as_seconds(moment: datetime) -> float:
    """A time as a number of seconds since 1970; a whole number where it is one.

    Args:
        moment: of boto3.
    """
    seconds = moment.timestamp()
    return int(seconds) if seconds.is_integer() else seconds


def as_base64(data: bytes) -> str:
    """Bytes as text.

    Args:
        data: any.
    """
    return base64.b64encode(data).decode("ascii")


def wire_value(value: object) -> object:
    """A value without Python's own types.

    Args:
        value: of an answer of boto3.
    """
    if isinstance(value, datetime):
        return as_seconds(value)
    if isinstance(value, bytes | bytearray):
        return as_base64(bytes(value))
    if isinstance(value, Mapping):
        return {name: wire_value(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [wire_value(one) for one in value]
    return value


def record_text(record: Mapping[str, object]) -> str:
    """A record as one line of JSON.

    Args:
        record: without Python's own types.
    """
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))

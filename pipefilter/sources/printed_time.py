"""Times as tools print them, turned into what a filter sees: seconds since 1970."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

__all__ = ["as_seconds"]

_PRINTED = re.compile(r'"\d{4}-\d\d-\d\d[T ]\d\d:\d\d[^"\\]*"')


def as_seconds(value: str) -> str:
    """The text of a member's value: a time as the AWS CLI or boto3 prints it becomes a number, all else stays.

    Args:
        value: JSON text, such as `"2026-01-01T00:00:00+00:00"`.
    """
    if not _PRINTED.fullmatch(value):
        return value
    try:
        moment = datetime.fromisoformat(json.loads(value))
        return json.dumps((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError, OSError):  # no such day, or out of range
        return value

"""Converts times that tools print to what a filter sees: seconds since 1970."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

__all__ = ["normalised_time"]

_PRINTED = r'"\d{4}-\d\d-\d\d[T ]\d\d:\d\d[^"\\]*"'


def normalised_time(value: str) -> str:
    """A JSON string with a time as the AWS CLI or boto3 prints it, as a number; any other JSON value unchanged."""
    if not re.fullmatch(_PRINTED, value):
        return value
    try:
        moment = datetime.fromisoformat(json.loads(value))
        return json.dumps((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError, OSError):  # no such day, or out of range
        return value

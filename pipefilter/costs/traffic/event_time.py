"""When an event came, by the time in its record."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from functools import lru_cache

from pipefilter.json_text.raw_object import RawObject

__all__ = ["event_time", "milliseconds"]

_PLACES: dict[str, tuple[tuple[str, ...], ...]] = {
    "dynamodb": (("dynamodb", "ApproximateCreationDateTime"),),
    "kinesis": (("approximateArrivalTimestamp",),),
    "sqs": (("attributes", "SentTimestamp"),),
    "msk": (("timestamp",),),
    "kafka": (("timestamp",),),
    "activemq": (("timestamp",), ("brokerInTime",)),
    "rabbitmq": (("basicProperties", "timestamp"),),
    "bus": (("time",),),
    "sns": (("Timestamp",), ("attributes", "SentTimestamp")),
}
"""Where the time is, by the name of the source; see docs/reference/sources.md for the shapes of records."""
_ANY = (("time",), ("timestamp",))
"""Where it often is in other events."""
_IS_MILLISECONDS = 1e11
"""In seconds that would be in the year 5138."""
_LATEST = 253_402_300_800_000
"""The year 10000, in milliseconds."""
_MAX_LENGTH = 64
_RABBITMQ = "%b %d, %Y, %I:%M:%S %p"
"""As in the samples of https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html"""


def event_time(record: RawObject, source: str) -> int | None:
    """When the event came, in milliseconds since 1970; None if it does not say.

    Args:
        record: as the filter sees it, with its data not decoded.
        source: the name of its source; "" if that is not known.
    """
    for *parents, last in _PLACES.get(source, _ANY):
        inner: RawObject | None = record
        for name in parents:
            inner = inner.inner(name) if inner is not None else None
        value = inner.get(last) if inner is not None else None
        if value is not None and (time := milliseconds(value)) is not None:
            return time
    return None


@lru_cache(maxsize=1 << 12)  # many events come in one second
def milliseconds(value: str) -> int | None:
    """A time in milliseconds since 1970; None if the value is not a time.

    The value is JSON text: seconds or milliseconds, also in quotes, or a date and time in ISO 8601.
    """
    if len(value) > _MAX_LENGTH:
        return None
    text = json.loads(value) if value.startswith('"') else value
    if not isinstance(text, str):
        return None
    try:
        number = float(text.replace("_", "?"))  # Python takes 1_000 for a number
    except ValueError:
        return _parse_date(text)
    if not math.isfinite(number) or number < 0:
        return None
    time = round(number if number >= _IS_MILLISECONDS else number * 1000)
    return time if time < _LATEST else None


def _parse_date(text: str) -> int | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = datetime.strptime(text.replace("\u202f", " "), _RABBITMQ)  # noqa: DTZ007 - see below
        except ValueError:
            return None
    try:
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        time = round(moment.timestamp() * 1000)
    except (OverflowError, OSError, ValueError):
        return None
    return time if 0 <= time < _LATEST else None

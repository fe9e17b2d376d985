"""Calls asked again after throttling and broken connections, but not beyond the time that a capture has."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

__all__ = ["THROTTLED", "TimedRetries"]

THROTTLED = frozenset(
    {
        "BandwidthLimitExceeded",
        "EC2ThrottledException",
        "KMSThrottlingException",
        "LimitExceededException",
        "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionInProgressException",
    }
)
"""Error codes: https://boto3.amazonaws.com/v1/documentation/api/latest/guide/retries.html#standard-retry-mode"""
_PASSING = THROTTLED | {"RequestTimeout", "RequestTimeoutException"}
_PASSING_STATUS = frozenset({500, 502, 503, 504})
_MAX_WAIT = 20.0
"""Seconds, as in boto3's standard mode."""


class TimedRetries:
    """Answers botocore's event `needs-retry` as its standard mode does, within a time.

    Botocore itself waits for up to a minute and more until it gives up; nothing tells it that nobody wants the answer
    by then.

    Args:
        attempts: of a call, the first one included.
        seconds_left: how long the capture goes on; None if no time is set.
        chance: a random number from 0 to 1.
    """

    def __init__(
        self,
        attempts: int,
        seconds_left: Callable[[], float | None],
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._attempts = attempts
        self._seconds_left = seconds_left
        self._chance = chance

    def __call__(
        self,
        response: tuple[Any, dict[str, Any]] | None,
        attempts: int,
        caught_exception: Exception | None,
        **_: object,
    ) -> float | None:
        """Seconds to wait before the next attempt, to the end of the time at most; None if there is to be none."""
        left = self._seconds_left()
        if attempts >= self._attempts or left == 0 or not _is_passing(response, caught_exception):
            return None
        wait = self._chance() * min(2.0 ** (attempts - 1), _MAX_WAIT)
        return wait if left is None else min(wait, left)


def _is_passing(response: tuple[Any, dict[str, Any]] | None, exception: Exception | None) -> bool:
    from botocore.exceptions import ConnectionError as BrokenConnection  # noqa: PLC0415 - slow to import, and an extra
    from botocore.exceptions import HTTPClientError  # noqa: PLC0415 - likewise

    if response is None:
        return isinstance(exception, BrokenConnection | HTTPClientError)
    http, parsed = response
    return parsed.get("Error", {}).get("Code") in _PASSING or http.status_code in _PASSING_STATUS

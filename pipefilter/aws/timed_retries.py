"""Retries of calls after throttling and broken connections, but not beyond the time that a capture has."""

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
_TRANSIENT = THROTTLED | {"RequestTimeout", "RequestTimeoutException"}
_TRANSIENT_STATUS = frozenset({500, 502, 503, 504})
_MAX_WAIT = 20.0
"""Seconds, as in boto3's standard mode."""


class TimedRetries:
    """A handler of botocore's event `needs-retry`: its standard mode, within a time limit.

    Botocore itself may wait for more than a minute until it gives up, and has no setting for a time limit.

    Args:
        attempts: for one call, the first included.
        seconds_left: returns for how long the capture goes on; it returns None if there is no limit.
        chance: returns a random number from 0 to 1.
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
        """Seconds to wait before the next attempt, but not beyond the time limit; None for no other attempt."""
        left = self._seconds_left()
        if attempts >= self._attempts or left == 0 or not _is_transient(response, caught_exception):
            return None
        wait = self._chance() * min(2.0 ** (attempts - 1), _MAX_WAIT)
        return wait if left is None else min(wait, left)


def _is_transient(response: tuple[Any, dict[str, Any]] | None, exception: Exception | None) -> bool:
    from botocore.exceptions import ConnectionError as BrokenConnection
    from botocore.exceptions import HTTPClientError

    if response is None:
        return isinstance(exception, BrokenConnection | HTTPClientError)
    http, parsed = response
    return parsed.get("Error", {}).get("Code") in _TRANSIENT or http.status_code in _TRANSIENT_STATUS

"""Calls `TestEventPattern`, which returns AWS's own verdict on a pattern and an event."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Self

from pipefilter.aws.call_faults import CallFaults, reject_other_form
from pipefilter.aws.connection import Connection
from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient

__all__ = ["CALLS_PER_SECOND", "EVENTS_FAULTS", "REFUSALS", "ApiAnswer", "Pace", "PatternApi"]

_THROTTLED = (
    "AWS throttles the calls: all tools share the 50 calls per second of the account and Region, "
    "so try again in a minute"
)
_TRY_AGAIN = "EventBridge could not answer ({text}): try again"

# https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html#API_TestEventPattern_Errors
# https://docs.aws.amazon.com/eventbridge/latest/APIReference/CommonErrors.html
EVENTS_FAULTS = CallFaults(
    without_boto3="AWS cannot be called without boto3",
    unreachable="EventBridge cannot be reached ({text}): check the network, --region and --endpoint-url",
    denied="AWS denies access to TestEventPattern: the credentials need the IAM action events:TestEventPattern",
    otherwise="EventBridge cannot test the pattern ({text})",
    codes={
        "OptInRequired": "the AWS account is not signed up for EventBridge in this Region ({text})",
        "ThrottlingException": _THROTTLED,
        "Throttling": _THROTTLED,
        "TooManyRequestsException": _THROTTLED,
        "RequestLimitExceeded": _THROTTLED,
        "InternalException": _TRY_AGAIN,
        "InternalFailure": _TRY_AGAIN,
        "InternalServerError": _TRY_AGAIN,
        "ServiceUnavailable": _TRY_AGAIN,
        "500": _TRY_AGAIN,
        "502": _TRY_AGAIN,
        "503": _TRY_AGAIN,
        "504": _TRY_AGAIN,
    },
    exceptions={
        "NoRegionError": "no AWS Region is configured: use --region, or set AWS_DEFAULT_REGION",
        "ParamValidationError": "boto3 rejects this pattern and event ({text})",
    },
)


CALLS_PER_SECOND = 40
"""Below the 50 that AWS allows an account in a region, as other tools may call it too:
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html"""

REFUSALS = ("InvalidEventPatternException", "ValidationException")
"""Error codes that are an answer: AWS has evaluated the pattern and the event."""


@dataclass(frozen=True, slots=True)
class ApiAnswer:
    """AWS's answer, in its own words.

    Args:
        result: whether the event matches; None if AWS rejects the pattern or the event.
        code: of the error; "" if there is a result.
        message: of the error; "" if there is a result.
    """

    result: bool | None
    code: str = ""
    message: str = ""


class Pace:
    """Keeps a minimum interval between calls, so that no second has more than `per_second`.

    There is no token bucket: saved tokens would allow twice the rate within one second.
    """

    def __init__(
        self,
        per_second: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._interval = 1 / per_second
        self._clock = clock
        self._sleep = sleep
        self._next = clock()

    def wait(self) -> None:
        """Wait until the next call may be made."""
        left = self._next - self._clock()
        if left > 0:
            self._sleep(left)
        self._next = max(self._next, self._clock()) + self._interval


class PatternApi:
    """A client that calls AWS at most 40 times a second, retries included; for use in a `with` statement.

    Args:
        pace: for all calls; None for a new one.

    Raises:
        UnreadableInput: on entering, if there is no such profile or region, or no boto3.

    Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html
    """

    def __init__(self, connection: Connection, pace: Pace | None = None) -> None:
        self._connection = connection
        self._pace = pace or Pace(CALLS_PER_SECOND)
        self._close: Callable[[], None] = lambda: None

    def __enter__(self) -> Self:
        with EVENTS_FAULTS.translate():
            client: EventBridgeClient = self._connection.client("events")
        self._client = client
        self._close = client.close
        # each attempt counts against the limit, not only the first of a call
        client.meta.events.register("before-send.eventbridge.TestEventPattern", self._before_send)
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def _before_send(self, **_: object) -> None:
        self._pace.wait()

    @property
    def region(self) -> str:
        """The Region that is called."""
        return self._client.meta.region_name

    @property
    def endpoint(self) -> str:
        """The URL that is called."""
        return self._client.meta.endpoint_url

    @property
    def sdk(self) -> str:
        """The versions of boto3 and botocore."""
        import boto3
        import botocore

        return f"boto3/{boto3.__version__} botocore/{botocore.__version__}"

    def ask(self, pattern: str, event: str) -> ApiAnswer:
        """AWS's verdict on an event pattern and an event.

        Raises:
            UnreadableInput: AWS cannot be reached, denies the call, or answers in another form.
        """
        from botocore.exceptions import ClientError

        with EVENTS_FAULTS.translate():
            try:
                with reject_other_form(_not_understood()):
                    answer = self._client.test_event_pattern(EventPattern=pattern, Event=event)
            except ClientError as error:
                answered = error.response.get("Error", {})
                code = str(answered.get("Code"))
                if code not in REFUSALS:
                    raise
                return ApiAnswer(None, code, str(answered.get("Message", "")))
        result: object = answer.get("Result")
        if not isinstance(result, bool):
            raise _not_understood()
        return ApiAnswer(result)


def _not_understood() -> UnreadableInput:
    return UnreadableInput(
        "the response does not have the format of EventBridge's TestEventPattern: check --endpoint-url, "
        "and any proxy between this machine and AWS"
    )

"""What may go wrong with the API of EventBridge when it is asked about a pattern."""

from __future__ import annotations

from pipefilter.aws.call_faults import CallFaults

__all__ = ["EVENTS_FAULTS"]

_THROTTLED = (
    "AWS has been asked too often at once: other tools share the 50 calls a second of the account and region, "
    "so try again in a minute"
)
_TRY_AGAIN = "EventBridge could not answer just now ({text}): try again"

# https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html#API_TestEventPattern_Errors
# https://docs.aws.amazon.com/eventbridge/latest/APIReference/CommonErrors.html
EVENTS_FAULTS = CallFaults(
    without_boto3="AWS cannot be asked about patterns without boto3",
    unreachable="EventBridge cannot be reached ({text}): look at the network, and at --region and --endpoint-url",
    denied="AWS denies access to its API for patterns: the credentials need the IAM action events:TestEventPattern",
    otherwise="EventBridge does not answer about patterns ({text})",
    codes={
        "OptInRequired": "the AWS account is not signed up for EventBridge in this region ({text})",
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
        "NoRegionError": "no AWS region is named: say --region, or name one in AWS_DEFAULT_REGION",
        "ParamValidationError": "boto3 does not send this pattern and event ({text})",
    },
)

"""What may go wrong where deployed filters are read; `{what}` is what is read, `{action}` the IAM action for it."""

from __future__ import annotations

from pipefilter.aws.call_faults import CallFaults

__all__ = ["DEPLOYED_FAULTS"]

_THROTTLED = "AWS has been asked for {what} too often at once ({action}): try again in a minute"
_TRY_AGAIN = "AWS could not tell {what} just now ({text}): try again"

# https://docs.aws.amazon.com/eventbridge/latest/APIReference/CommonErrors.html and those of each operation
DEPLOYED_FAULTS = CallFaults(
    without_boto3="what is deployed cannot be read without boto3",
    unreachable="AWS cannot be reached for {what} ({text}): look at the network, at --region and --endpoint-url",
    denied="AWS denies access to {what}: the credentials need the IAM action {action}",
    otherwise="{what} cannot be read: {text}",
    codes={
        "ThrottlingException": _THROTTLED,
        "Throttling": _THROTTLED,
        "TooManyRequestsException": _THROTTLED,
        "InternalException": _TRY_AGAIN,
        "InternalFailure": _TRY_AGAIN,
        "ServiceException": _TRY_AGAIN,
        "ServiceUnavailable": _TRY_AGAIN,
    },
    exceptions={
        "NoRegionError": "no AWS region is named: name one with --region, or in AWS_DEFAULT_REGION",
        "InvalidRegionError": "there can be no such AWS region ({text}): look at --region",
        "ProfileNotFound": "there is no such AWS profile ({text}): look at --profile and ~/.aws/config",
    },
)

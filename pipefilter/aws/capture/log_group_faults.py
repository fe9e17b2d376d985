"""What may go wrong with a log group of CloudWatch Logs; `{name}` is what the user named."""

from __future__ import annotations

from pipefilter.aws.call_faults import CallFaults

__all__ = ["LOG_GROUP_FAULTS"]

_NAME = (
    "there can be no log group {name} ({text}): give a log group's name, such as /aws/events/orders, or its ARN"
)

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html#API_FilterLogEvents_Errors
LOG_GROUP_FAULTS = CallFaults(
    without_boto3="the log group {name} cannot be read without boto3",
    unreachable="CloudWatch Logs cannot be reached ({text}): look at the network, and at --region and --endpoint-url",
    denied="AWS denies reading the log group {name}: the credentials need the IAM action logs:FilterLogEvents for it",
    otherwise="the log group {name} cannot be read ({text})",
    codes={
        "ResourceNotFoundException": "there is no log group {name} in this account and region: look at --region and --profile",
        "InvalidParameterException": _NAME,
        "ThrottlingException": "the log group {name} is read too often, by others too ({text}): try again later",
    },
    exceptions={"ParamValidationError": _NAME},
)

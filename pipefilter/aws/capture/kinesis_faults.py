"""What may go wrong with a Kinesis data stream; `{name}` is what the user named."""

from __future__ import annotations

from pipefilter.aws.call_faults import CallFaults

__all__ = ["KINESIS_FAULTS"]

_TOO_OFTEN = (
    "the stream {name} is read too often, by others too ({text}): try again later, or with fewer readers"
)
_KEY = "the records of {name} are encrypted with a key that cannot be used ({text}): the credentials need kms:Decrypt for it"
_NAME = "there can be no stream {name} ({text}): give a stream's name or ARN"

# https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html#API_GetRecords_Errors
KINESIS_FAULTS = CallFaults(
    without_boto3="the stream {name} cannot be read without boto3",
    unreachable="Kinesis cannot be reached ({text}): look at the network, and at --region and --endpoint-url",
    denied=(
        "AWS denies reading the stream {name}: the credentials need the IAM actions kinesis:DescribeStreamSummary "
        "(not for an ARN), kinesis:ListShards, kinesis:GetShardIterator and kinesis:GetRecords"
    ),
    otherwise="the stream {name} cannot be read ({text})",
    codes={
        "ResourceNotFoundException": "there is no Kinesis stream {name} in this account and region: look at --region and --profile",
        "ResourceInUseException": "the stream {name} is being made or deleted: try again in a minute",
        "ValidationException": _NAME,
        "InvalidArgumentException": _NAME,
        "LimitExceededException": _TOO_OFTEN,
        "ProvisionedThroughputExceededException": _TOO_OFTEN,
        "KMSThrottlingException": _TOO_OFTEN,
        "KMSAccessDeniedException": _KEY,
        "KMSDisabledException": _KEY,
        "KMSInvalidStateException": _KEY,
        "KMSNotFoundException": _KEY,
        "KMSOptInRequired": _KEY,
    },
    exceptions={"ParamValidationError": _NAME},
)

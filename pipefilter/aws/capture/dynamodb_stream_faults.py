"""What may go wrong with the stream of a DynamoDB table; `{name}` is what the user named."""

from __future__ import annotations

from pipefilter.aws.call_faults import CallFaults

__all__ = ["DYNAMODB_STREAM_FAULTS"]

_TOO_OFTEN = "the stream of {name} is asked too often, by others too, for more than two readers of a shard are too many ({text}): try again later"

# https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html#API_streams_GetRecords_Errors
DYNAMODB_STREAM_FAULTS = CallFaults(
    without_boto3="the stream of {name} cannot be read without boto3",
    unreachable="DynamoDB cannot be reached ({text}): look at the network, and at --region and --endpoint-url",
    denied=(
        "AWS denies reading the stream of {name}: the credentials need the IAM actions dynamodb:DescribeTable "
        "(not for a stream's ARN), dynamodb:DescribeStream, dynamodb:GetShardIterator and dynamodb:GetRecords"
    ),
    otherwise="the stream of {name} cannot be read ({text})",
    codes={
        "ResourceNotFoundException": "there is no table or stream {name} in this account and region: look at --region and --profile",
        "ValidationException": "there can be no table or stream {name} ({text}): give a table's name or ARN, or a stream's ARN",
        "LimitExceededException": _TOO_OFTEN,
        "ProvisionedThroughputExceededException": _TOO_OFTEN,
        "ThrottlingException": _TOO_OFTEN,
        "RequestLimitExceeded": _TOO_OFTEN,
    },
    exceptions={
        "ParamValidationError": "there can be no table or stream {name} ({text}): give a table's name or ARN, or a stream's ARN"
    },
)

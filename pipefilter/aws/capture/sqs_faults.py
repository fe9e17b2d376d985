"""What may go wrong with a queue of SQS; `{name}` is what the user named."""

from __future__ import annotations

from pipefilter.aws.call_faults import CallFaults

__all__ = ["SQS_FAULTS"]

_NONE = "there is no queue {name} in this account and region: look at --region and --profile"
_NAME = "there can be no queue {name} ({text}): give a queue's name, URL or ARN"
_KEY = "the messages of {name} are encrypted with a key that cannot be used ({text}): the credentials need kms:Decrypt for it"

# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html#API_ReceiveMessage_Errors
SQS_FAULTS = CallFaults(
    without_boto3="the queue {name} cannot be read without boto3",
    unreachable="SQS cannot be reached ({text}): look at the network, and at --region and --endpoint-url",
    denied=(
        "AWS denies reading the queue {name}: the credentials need the IAM actions sqs:GetQueueUrl, "
        "sqs:GetQueueAttributes, sqs:ReceiveMessage and sqs:ChangeMessageVisibility"
    ),
    otherwise="the queue {name} cannot be read ({text})",
    codes={
        "AWS.SimpleQueueService.NonExistentQueue": _NONE,
        "QueueDoesNotExist": _NONE,
        "InvalidAddress": _NAME,
        "InvalidParameterValue": _NAME,
        "OverLimit": "so many messages of {name} are with consumers already that SQS hands out no more: try again later",
        "KmsAccessDenied": _KEY,
        "KmsDisabled": _KEY,
        "KmsInvalidState": _KEY,
        "KmsNotFound": _KEY,
        "KmsOptInRequired": _KEY,
        "KMS.AccessDeniedException": _KEY,
    },
    exceptions={"ParamValidationError": _NAME},
)

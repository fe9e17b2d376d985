"""The sentences for the errors of S3; `{url}` is the object or prefix that is read."""

from __future__ import annotations

from pipefilter.aws.call_faults import BAD_CREDENTIALS, EXPIRED, WRONG_CLOCK, CallFaults

__all__ = ["S3_FAULTS", "S3_OTHER_FORM"]

S3_OTHER_FORM = (
    "the response about {url} does not have the format of S3's API: check the endpoint URL, such as "
    "AWS_ENDPOINT_URL_S3, and any proxy between this machine and AWS"
)

_DENIED = (
    "AWS denies access to {url}: the credentials need s3:GetObject for it, and s3:ListBucket for its bucket "
    "to find objects there (without it, AWS denies access to objects that do not exist, too)"
)
_NO_OBJECT = "there is no object {url}"
_OTHER_REGION = "the bucket of {url} is in another Region: set AWS_DEFAULT_REGION to it"
_CHANGED = "{url} was replaced while it was being read: read it again"

S3_FAULTS = CallFaults(
    without_boto3="{url} cannot be read without boto3",
    unreachable="S3 cannot be reached ({text}): check the network, AWS_ENDPOINT_URL_S3 and AWS_DEFAULT_REGION",
    denied=_DENIED,
    otherwise="{url} cannot be read from S3: {text}",
    # https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html; answers without a body have their status only
    codes={
        "NoSuchBucket": "there is no bucket for {url}",
        "NoSuchKey": _NO_OBJECT,
        "404": _NO_OBJECT,
        "AllAccessDisabled": _DENIED,
        "403": _DENIED,
        "InvalidAccessKeyId": BAD_CREDENTIALS,
        "InvalidToken": BAD_CREDENTIALS,
        "SignatureDoesNotMatch": BAD_CREDENTIALS,
        "TokenRefreshRequired": EXPIRED,
        "PermanentRedirect": _OTHER_REGION,
        "AuthorizationHeaderMalformed": _OTHER_REGION,
        "IllegalLocationConstraintException": _OTHER_REGION,
        "301": _OTHER_REGION,
        "InvalidObjectState": "{url} is archived: restore it first, with `aws s3api restore-object`",
        "PreconditionFailed": _CHANGED,
        "412": _CHANGED,
        "RequestTimeTooSkewed": WRONG_CLOCK,
    },
    exceptions={
        "ParamValidationError": "{url} is not a valid name in S3 ({text}): check the name of the bucket",
        "UnsupportedS3ArnError": "{url} is not a valid name in S3 ({text}): check the ARN",
        "ResponseParserError": S3_OTHER_FORM,
        "FlexibleChecksumError": "{url} was corrupted in transit ({text}): read it again",
    },
)

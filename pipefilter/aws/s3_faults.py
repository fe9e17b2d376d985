"""What went wrong with S3, in one sentence that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipefilter.errors import UnreadableInput

__all__ = ["s3_faults_told"]

_NO_CREDENTIALS = "there are no AWS credentials: log in with `aws sso login` or `aws configure`, or name a profile in AWS_PROFILE"
_BAD_CREDENTIALS = (
    "AWS does not know these credentials: see with `aws sts get-caller-identity` which ones are used, "
    "and log in anew or name another profile in AWS_PROFILE"
)
_EXPIRED = "the AWS credentials have expired: log in anew, for example with `aws sso login`"
_DENIED = (
    "AWS denies access to {url}: the credentials need s3:GetObject for it, and s3:ListBucket for its bucket "
    "to find objects there (without that, AWS also denies what does not exist)"
)
_NO_OBJECT = "there is no object {url}"
_OTHER_REGION = "the bucket of {url} is in another region: name that region in AWS_DEFAULT_REGION"
_CHANGED = "{url} was replaced while it was being read: read it again"
_UNREACHABLE = (
    "S3 cannot be reached ({text}): look at the network, and at AWS_ENDPOINT_URL_S3 and AWS_DEFAULT_REGION"
)

# https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html; answers without a body have their status only
_OF_CODES = {
    "NoSuchBucket": "there is no bucket for {url}",
    "NoSuchKey": _NO_OBJECT,
    "404": _NO_OBJECT,
    "AccessDenied": _DENIED,
    "AllAccessDisabled": _DENIED,
    "403": _DENIED,
    "InvalidAccessKeyId": _BAD_CREDENTIALS,
    "InvalidToken": _BAD_CREDENTIALS,
    "SignatureDoesNotMatch": _BAD_CREDENTIALS,
    "ExpiredToken": _EXPIRED,
    "TokenRefreshRequired": _EXPIRED,
    "PermanentRedirect": _OTHER_REGION,
    "AuthorizationHeaderMalformed": _OTHER_REGION,
    "IllegalLocationConstraintException": _OTHER_REGION,
    "301": _OTHER_REGION,
    "InvalidObjectState": "{url} is archived: restore it first, with `aws s3api restore-object`",
    "PreconditionFailed": _CHANGED,
    "412": _CHANGED,
    "RequestTimeTooSkewed": "the clock of this machine is wrong by so much that AWS refuses its requests: set it",
}
# Names, since which of them there are depends on the version of botocore.
_OF_EXCEPTIONS = {
    "NoCredentialsError": _NO_CREDENTIALS,
    "PartialCredentialsError": "the AWS credentials are not complete ({text}): set all of them, or none",
    "CredentialRetrievalError": "no AWS credentials could be had ({text}): log in anew",
    "ProfileNotFound": "there is no such AWS profile ({text}): look at AWS_PROFILE and ~/.aws/config",
    "ConfigParseError": "the configuration of AWS cannot be read ({text}): look at ~/.aws/config",
    "SSOError": _EXPIRED,
    "TokenRetrievalError": _EXPIRED,
    "LoginError": _EXPIRED,
    "NoRegionError": "no AWS region is named: name one in AWS_DEFAULT_REGION",
    "InvalidRegionError": "there can be no such AWS region ({text}): look at AWS_DEFAULT_REGION",
    "ParamValidationError": "S3 can have no such name as {url} ({text}): look at the bucket's name",
    "UnsupportedS3ArnError": "S3 can have no such name as {url} ({text}): look at the ARN",
    "FlexibleChecksumError": "{url} was damaged on its way here ({text}): read it again",
    "SSLError": _UNREACHABLE,
    "ConnectionError": _UNREACHABLE,
    "HTTPClientError": _UNREACHABLE,
}


@contextmanager
def s3_faults_told(url: str) -> Iterator[None]:
    """Turn what boto3 raises into one sentence.

    Args:
        url: what is being read.

    Raises:
        UnreadableInput: boto3 raised an error, or is not installed.
    """
    try:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - slow to import, and an extra
    except ImportError:
        raise UnreadableInput(
            f"{url} cannot be read without boto3: install it with `pip install 'pipefilter[s3]'`"
        ) from None
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise UnreadableInput(_sentence(error, url)) from None


def _sentence(error: Exception, url: str) -> str:
    text = " ".join(str(error).split()).rstrip(".")
    response = getattr(error, "response", None)
    if isinstance(response, dict):
        known = _OF_CODES.get(str(response.get("Error", {}).get("Code")))
    else:
        kinds = (kind.__name__ for kind in type(error).__mro__)
        known = next((_OF_EXCEPTIONS[kind] for kind in kinds if kind in _OF_EXCEPTIONS), None)
    # the texts come from outside and may hold braces: they are put in once, together
    return (known or "{url} cannot be read from S3: {text}").format(url=url, text=text)

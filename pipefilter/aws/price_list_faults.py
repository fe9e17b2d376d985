"""What went wrong with the AWS Price List API, in one sentence that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipefilter.errors import UnreadableInput

__all__ = ["price_list_faults_told"]

_NO_CREDENTIALS = "there are no AWS credentials to ask for prices with: log in with `aws sso login` or `aws configure`, or name a profile in AWS_PROFILE"
_BAD_CREDENTIALS = (
    "AWS does not know these credentials: see with `aws sts get-caller-identity` which ones are used, "
    "and log in anew or name another profile in AWS_PROFILE"
)
_EXPIRED = "the AWS credentials have expired: log in anew, for example with `aws sso login`"
_DENIED = "AWS denies access to its price list: the credentials need the IAM action pricing:GetProducts"
_THROTTLED = "AWS has been asked for prices too often at once: try again in a minute"
_TRY_AGAIN = "AWS could not give prices just now ({text}): try again"
_UNREACHABLE = (
    "the AWS Price List API cannot be reached ({text}): look at the network, and at AWS_ENDPOINT_URL_PRICING"
)

# https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_GetProducts.html#API_pricing_GetProducts_Errors
# and https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/CommonErrors.html
_OF_CODES = {
    "AccessDeniedException": _DENIED,
    "AccessDenied": _DENIED,
    "NotAuthorized": _DENIED,
    "UnrecognizedClientException": _BAD_CREDENTIALS,
    "InvalidClientTokenId": _BAD_CREDENTIALS,
    "InvalidSignatureException": _BAD_CREDENTIALS,
    "IncompleteSignature": _BAD_CREDENTIALS,
    "MissingAuthenticationToken": _NO_CREDENTIALS,
    "ExpiredTokenException": _EXPIRED,
    "ExpiredToken": _EXPIRED,
    "RequestExpired": "the clock of this machine is wrong by so much that AWS refuses its requests: set it",
    "ThrottlingException": _THROTTLED,
    "Throttling": _THROTTLED,
    "TooManyRequestsException": _THROTTLED,
    "InternalErrorException": _TRY_AGAIN,
    "InternalFailure": _TRY_AGAIN,
    "ServiceUnavailable": _TRY_AGAIN,
    "ExpiredNextTokenException": _TRY_AGAIN,
    "InvalidNextTokenException": _TRY_AGAIN,
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
    "SSLError": _UNREACHABLE,
    "ConnectionError": _UNREACHABLE,
    "HTTPClientError": _UNREACHABLE,
}


@contextmanager
def price_list_faults_told() -> Iterator[None]:
    """Turn what boto3 raises into one sentence.

    Raises:
        UnreadableInput: boto3 raised an error, or is not installed.
    """
    try:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - slow to import, and an extra
        from botocore.parsers import ResponseParserError  # noqa: PLC0415 - no BotoCoreError
    except ImportError:
        raise UnreadableInput(
            "AWS cannot be asked for prices without boto3: install it with `pip install 'pipefilter[s3]'`"
        ) from None
    try:
        yield
    except (BotoCoreError, ClientError, ResponseParserError) as error:
        raise UnreadableInput(_sentence(error)) from None


def _sentence(error: Exception) -> str:
    text = " ".join(str(error).split()).rstrip(".")
    response = getattr(error, "response", None)
    if isinstance(response, dict):
        known = _OF_CODES.get(str(response.get("Error", {}).get("Code")))
    else:
        kinds = (kind.__name__ for kind in type(error).__mro__)
        known = next((_OF_EXCEPTIONS[kind] for kind in kinds if kind in _OF_EXCEPTIONS), None)
    # the text comes from outside and may hold braces: it is put in once
    return (known or "AWS gives no prices ({text})").format(text=text)

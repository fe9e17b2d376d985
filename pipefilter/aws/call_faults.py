"""Translates an error of boto3 into one sentence that tells the user what to do.

The sentences here are the same for all services; each service adds its own, such as the IAM action that is needed.
`{text}` in a sentence is replaced by boto3's own words.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field

from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput

__all__ = [
    "BAD_CREDENTIALS",
    "EXPIRED",
    "MISREAD",
    "NO_CREDENTIALS",
    "OTHER_FORM",
    "WRONG_CLOCK",
    "CallFaults",
    "reject_bad_endpoint",
    "reject_other_form",
]

NO_CREDENTIALS = (
    "there are no AWS credentials: log in with `aws sso login` or `aws configure`, or set AWS_PROFILE"
)
BAD_CREDENTIALS = (
    "AWS does not recognize these credentials: run `aws sts get-caller-identity` to see which ones are used, "
    "and log in again or set AWS_PROFILE to another profile"
)
EXPIRED = "the AWS credentials have expired: log in again, for example with `aws sso login`"
OTHER_FORM = (
    "the response about {what} does not have the format of AWS's API: check --endpoint-url, "
    "and any proxy between this machine and AWS"
)
WRONG_CLOCK = "the clock of this machine is so far off that AWS rejects its requests: set the clock"

# https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/CommonErrors.html
_OF_CODES = {
    "UnrecognizedClientException": BAD_CREDENTIALS,
    "InvalidClientTokenId": BAD_CREDENTIALS,
    "InvalidSignatureException": BAD_CREDENTIALS,
    "IncompleteSignature": BAD_CREDENTIALS,
    "MissingAuthenticationToken": NO_CREDENTIALS,
    "ExpiredTokenException": EXPIRED,
    "ExpiredToken": EXPIRED,
    "RequestExpired": WRONG_CLOCK,
}
# Names instead of classes, as some of them exist only in some versions of botocore.
_OF_EXCEPTIONS = {
    "NoCredentialsError": NO_CREDENTIALS,
    "PartialCredentialsError": "the AWS credentials are incomplete ({text}): set all of them, or none",
    "CredentialRetrievalError": "AWS credentials could not be obtained ({text}): log in again",
    "ProfileNotFound": "there is no such AWS profile ({text}): check AWS_PROFILE and ~/.aws/config",
    "ConfigParseError": "the AWS configuration cannot be read ({text}): check ~/.aws/config",
    "SSOError": EXPIRED,
    "TokenRetrievalError": EXPIRED,
    "LoginError": EXPIRED,
    "NoRegionError": "no AWS Region is configured: set AWS_DEFAULT_REGION",
    "InvalidRegionError": "the AWS Region is not valid ({text}): check AWS_DEFAULT_REGION",
}
_UNREACHABLE = ("SSLError", "ConnectionError", "HTTPClientError")
_DENIED = ("AccessDeniedException", "AccessDenied", "NotAuthorized", "AuthorizationError")

MISREAD = (
    AttributeError,
    TypeError,
    LookupError,
    ValueError,
    RecursionError,
    EOFError,
    MemoryError,
    OverflowError,
    struct.error,
)
"""Errors of botocore's parsers for an answer in another form, such as a list where an object should be; JSON that is
parsed as CBOR may claim a length of exabytes."""


@contextmanager
def reject_other_form(fault: Exception) -> Iterator[None]:
    """Raise a fault instead of any error about the form of an answer; for use within `CallFaults.translate`."""
    try:
        yield
    except UnreadableInput:
        raise
    except MISREAD as error:
        if type(error).__module__.startswith("boto"):  # some of its own errors are ValueErrors too
            raise
        raise fault from None


@contextmanager
def reject_bad_endpoint(failure: str, setting: str) -> Iterator[None]:
    """Report an endpoint that is not a URL, while a client is made.

    Args:
        failure: the action that fails, in words.
        setting: the option or variable to check.

    Raises:
        UnreadableInput: the endpoint is not a URL.
    """
    try:
        yield
    except ValueError as error:  # some errors of boto3's own are ValueErrors too
        if type(error).__module__ != ValueError.__module__:
            raise
        raise UnreadableInput(f"{failure} ({error}): check {setting}") from None


@dataclass(frozen=True, slots=True)
class CallFaults:
    """The sentences for the errors of one service.

    Args:
        without_boto3: for a missing boto3, up to the colon.
        unreachable: for a service that does not answer.
        denied: for credentials that do not allow the call; names the IAM action.
        otherwise: for any other error.
        codes: by the service's own error codes.
        exceptions: by names of boto3's exceptions that mean something else here.
    """

    without_boto3: str
    unreachable: str
    denied: str
    otherwise: str
    codes: Mapping[str, str] = field(default_factory=dict)
    exceptions: Mapping[str, str] = field(default_factory=dict)

    @contextmanager
    def translate(self, **names: str) -> Iterator[None]:
        """Turn an error of boto3 into one sentence, with values for names in it such as `{url}`.

        Raises:
            UnreadableInput: boto3 raised an error, or is not installed.
        """
        try:
            from botocore.exceptions import BotoCoreError, ClientError
            from botocore.parsers import ResponseParserError
        except ImportError:
            words = self.without_boto3.format(**names)
            raise UnreadableInput(f"{words}: install it with `pip install 'pipefilter[aws]'`") from None
        try:
            yield
        except (BotoCoreError, ClientError, ResponseParserError) as error:
            raise UnreadableInput(self._sentence(error, names)) from None

    def _sentence(self, error: Exception, names: Mapping[str, str]) -> str:
        text = " ".join(str(error).split()).rstrip(".")
        response = getattr(error, "response", None)
        if isinstance(response, dict):
            sentence = self._of_code(str(response.get("Error", {}).get("Code")))
        else:
            kinds = [kind.__name__ for kind in type(error).__mro__]
            sentence = next(filter(None, map(self._of_exception, kinds)), None)
        # the values come from outside and may have braces, so they are inserted once, together
        return (sentence or self.otherwise).format(text=text, **names)

    def _of_code(self, code: str) -> str | None:
        return self.codes.get(code) or (self.denied if code in _DENIED else _OF_CODES.get(code))

    def _of_exception(self, kind: str) -> str | None:
        return self.exceptions.get(kind) or (
            self.unreachable if kind in _UNREACHABLE else _OF_EXCEPTIONS.get(kind)
        )

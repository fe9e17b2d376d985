"""Reads AWS's answers about deployed filters: page by page, with errors as sentences, and in the form of the API."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from typing import Any

from pipefilter.aws.call_faults import OTHER_FORM, CallFaults, reject_other_form
from pipefilter.aws.connection import Connection
from pipefilter.aws.deployed.filter import DeployedFilter
from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput

__all__ = ["DEPLOYED_FAULTS", "ApiOperation", "NotFound", "encrypted_filter", "filter_criteria_json", "strings"]

_NOT_FOUND = ("ResourceNotFoundException", "NotFoundException", "NotFound")
_THROTTLED = "AWS throttles requests for {what} ({action}): try again in a minute"
_TRY_AGAIN = "AWS could not return {what} ({text}): try again"

# https://docs.aws.amazon.com/eventbridge/latest/APIReference/CommonErrors.html and those of each operation
DEPLOYED_FAULTS = CallFaults(
    without_boto3="deployed filters cannot be read without boto3",
    unreachable="AWS cannot be reached to read {what} ({text}): check the network, --region and --endpoint-url",
    denied="AWS denies access to {what}: the credentials need the IAM action {action}",
    otherwise="{what} cannot be read: {text}",
    codes={
        "ThrottlingException": _THROTTLED,
        "Throttling": _THROTTLED,
        "TooManyRequestsException": _THROTTLED,
        "Throttled": _THROTTLED,
        "InternalError": _TRY_AGAIN,
        "InternalException": _TRY_AGAIN,
        "InternalFailure": _TRY_AGAIN,
        "ServiceException": _TRY_AGAIN,
        "ServiceUnavailable": _TRY_AGAIN,
    },
    exceptions={
        "NoRegionError": "no AWS Region is configured: use --region, or set AWS_DEFAULT_REGION",
        "InvalidRegionError": "the AWS Region is not valid ({text}): check --region",
        "ProfileNotFound": "there is no such AWS profile ({text}): check --profile and ~/.aws/config",
    },
)
"""`{what}` is the kind of resource, `{action}` the IAM action for it."""


class NotFound(UnreadableInput):
    """The resource does not exist, or no longer exists."""


@dataclass(frozen=True, slots=True)
class ApiOperation:
    """One operation of AWS's API: what it returns, in words, and the IAM action that it needs."""

    what: str
    action: str

    def client(self, connection: Connection, service: str) -> Any:  # noqa: ANN401 - a client of any service
        """A client that can call the operation.

        Raises:
            UnreadableInput: there is no such profile or region, or no boto3.
        """
        with DEPLOYED_FAULTS.translate(what=self.what, action=self.action):
            return connection.client(service)

    def answer(self, call: Callable[..., Any], **arguments: str) -> Mapping[str, Any]:
        """AWS's answer to one call.

        Raises:
            NotFound: the resource does not exist.
            UnreadableInput: AWS cannot be reached, denies the call, or answers in another form.
        """
        with DEPLOYED_FAULTS.translate(what=self.what, action=self.action):
            from botocore.exceptions import ClientError

            try:
                with reject_other_form(self._other_form()):
                    answer = call(**arguments)
            except ClientError as error:
                if error.response.get("Error", {}).get("Code") in _NOT_FOUND:
                    raise NotFound(f"{self.what}: no longer exists") from None
                raise
        if not isinstance(answer, dict):
            raise self._other_form()
        return answer

    def listed(
        self,
        call: Callable[..., Any],
        name: str,
        tokens: tuple[str, str] = ("NextToken", "NextToken"),
        **arguments: str,
    ) -> Iterator[Mapping[str, Any]]:
        """The elements of a list in AWS's answers, from all pages.

        Args:
            name: of the list in an answer.
            tokens: the names of the token for the next page, as an argument and in an answer.

        Raises:
            NotFound: as for `answer`.
            UnreadableInput: as for `answer`, perhaps after some elements.
        """
        token_argument, token_member = tokens
        used: set[str] = set()
        token: object = None
        while True:
            page = self.answer(call, **arguments, **({token_argument: token} if isinstance(token, str) else {}))
            elements = page.get(name)  # AWS always sends the list, even if it is empty
            if not isinstance(elements, list) or not all(isinstance(element, dict) for element in elements):
                raise self._other_form()
            yield from elements
            token = page.get(token_member)
            if not token:
                return
            if not isinstance(token, str) or token in used:  # it would never end
                raise self._other_form()
            used.add(token)

    def described(
        self,
        connection: Connection,
        place: tuple[str, str, str],
        describe: Callable[[Any, Mapping[str, Any]], DeployedFilter | None],
    ) -> Iterator[DeployedFilter]:
        """What each element of a list is described as, without those that no longer exist.

        Args:
            place: the service, its method that lists the elements, and the name of the list in an answer.
            describe: is called with a client and an element; None for one that no longer exists.

        Raises:
            UnreadableInput: the list cannot be read.
        """
        service, method, name = place
        with closing(self.client(connection, service)) as client:
            for element in self.listed(getattr(client, method), name):
                described = describe(client, element)
                if described is not None:
                    yield described

    def _other_form(self) -> UnreadableInput:
        return UnreadableInput(OTHER_FORM.format(what=self.what))


def strings(answer: Mapping[str, Any], *names: str) -> tuple[str, ...]:
    """The members of an answer that are strings; "" for all others."""
    return tuple(value if isinstance(value := answer.get(name), str) else "" for name in names)


def filter_criteria_json(criteria: object) -> str | None:
    """Filter criteria in an answer as JSON text, in AWS's form; None if there are no filters."""
    filters = criteria.get("Filters") if isinstance(criteria, dict) else None
    if not isinstance(filters, list) or not filters:
        return None
    return json.dumps({"Filters": filters}, indent=2, default=str)


def encrypted_filter(key: str, details: str = "") -> str:
    """Why a filter that may exist cannot be read, with AWS's words if there are any, in a sentence.

    Args:
        key: the key that encrypts it, in words.
    """
    return (
        f"AWS returned no filter; if there is one, it is encrypted with {key}"
        + (f" ({details})" if details else "")
        + ": the credentials may need kms:Decrypt for it"
    )

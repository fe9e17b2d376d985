"""Reads the subscribers of all event buses of EventBridge v2, with their filters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from pipefilter.aws.call_faults import MISREAD
from pipefilter.aws.connection import Connection
from pipefilter.aws.deployed.answers import (
    DEPLOYED_FAULTS,
    ApiOperation,
    NotFound,
    filter_criteria_json,
    strings,
)
from pipefilter.aws.deployed.filter import DeployedFilter, NotRead
from pipefilter.errors import UnreadableInput

__all__ = ["deployed_subscribers"]

# https://docs.aws.amazon.com/eventbridgev2/latest/APIReference/Welcome.html; its IAM actions begin with `events:`
_CLIENT = "eventbridgev2"
_BUSES = ApiOperation("the event buses of EventBridge v2", "events:ListEventBuses")
_TOO_OLD = "subscribers of EventBridge v2 are skipped: the installed version of botocore does not support them, so upgrade it"
_NOT_HERE = "subscribers of EventBridge v2 are skipped: the service is not available in this Region"
_OF_AWS = re.compile(r"\.(amazonaws\.com|api\.aws|api\.amazonwebservices\.com)\b")
_NOT_THERE = (404, 405, 501)
"""Status codes of a server that does not have the service."""


def deployed_subscribers(connection: Connection) -> Iterator[DeployedFilter | NotRead]:
    """The subscribers, bus by bus; or a note, if botocore or the region does not have EventBridge v2.

    Raises:
        UnreadableInput: the buses cannot be listed.
    """
    with DEPLOYED_FAULTS.translate(what=_BUSES.what, action=_BUSES.action):
        if _CLIENT not in connection.session().get_available_services():
            yield NotRead("subscriber", _TOO_OLD, is_note=True)
            return
        client = connection.client(_CLIENT)
    with closing(client):
        buses = _buses(connection)
        if buses is None:
            yield NotRead("subscriber", _NOT_HERE, is_note=True)
            return
        for bus in buses:
            yield from _subscribers(client, bus)


def _subscribers(client: Any, bus: Mapping[str, Any]) -> Iterator[DeployedFilter | NotRead]:  # noqa: ANN401 - boto3's stubs do not have it
    name, arn = strings(bus, "Name", "EventBusArn")
    operation = ApiOperation(f"the subscribers of the event bus {name}", "events:ListSubscribers")
    try:
        for listed in operation.listed(client.list_subscribers, "Subscribers", EventBusArn=arn):
            described = _described(client, listed, name)
            if described is not None:
                yield described
    except NotFound:  # the bus was deleted meanwhile
        return
    except UnreadableInput as error:
        yield NotRead("subscriber", str(error))


def _buses(connection: Connection) -> list[Mapping[str, Any]] | None:
    """The event buses; None if no server answers that has the service."""
    # where there is no such service, all retries would take long
    with closing(connection.client(_CLIENT, attempts=2)) as client:

        def list_event_buses(**arguments: str) -> Any:  # noqa: ANN401 - what AWS answers
            try:
                return client.list_event_buses(**arguments)
            except Exception as error:
                if _is_without_service(error, client.meta.endpoint_url):
                    raise _NoSuchService from None
                raise

        try:
            return list(_BUSES.listed(list_event_buses, "EventBuses"))
        except _NoSuchService:
            return None


def _is_without_service(error: Exception, endpoint: str) -> bool:
    from botocore.exceptions import ClientError, EndpointConnectionError
    from botocore.parsers import ResponseParserError

    if isinstance(error, ClientError):
        return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") in _NOT_THERE
    of_boto = type(error).__module__.startswith("boto")
    if isinstance(error, ResponseParserError) or (isinstance(error, MISREAD) and not of_boto):
        # the error page of an emulator, or JSON where CBOR was requested
        return not _OF_AWS.search(endpoint)
    return isinstance(error, EndpointConnectionError)


class _NoSuchService(Exception):
    """No server answers that has the service."""


def _described(client: Any, listed: Mapping[str, Any], bus: str) -> DeployedFilter | None:  # noqa: ANN401 - as above
    """A subscriber; None if it was deleted meanwhile."""
    name, arn, state = strings(listed, "Name", "SubscriberArn", "State")
    remarks = ("revoked",) if listed.get("Revoked") is True else ()
    operation = ApiOperation(f"the subscriber {name} of the event bus {bus}", "events:DescribeSubscriber")
    names = (bus, name)
    try:
        subscriber = operation.answer(client.describe_subscriber, SubscriberArn=arn)
    except NotFound:
        return None
    except UnreadableInput as error:
        reason = str(error)
        return DeployedFilter("subscriber", names, arn, state, "", listed, unreadable=reason, remarks=remarks)
    text = filter_criteria_json(subscriber.get("FilterConfiguration"))
    no_filter = "" if text else "no filter: every event matches"
    return DeployedFilter("subscriber", names, arn, state, "", subscriber, text, no_filter, remarks=remarks)

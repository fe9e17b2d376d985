"""The subscribers of all event buses of EventBridge v2, with their filters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from pipefilter.aws.call_faults import MISREAD
from pipefilter.aws.connection import Connection
from pipefilter.aws.deployed.answers import ApiOperation, NotFound, strings
from pipefilter.aws.deployed.criteria import criteria_text
from pipefilter.aws.deployed.faults import DEPLOYED_FAULTS
from pipefilter.aws.deployed.filter import DeployedFilter, NotRead
from pipefilter.errors import UnreadableInput

__all__ = ["deployed_subscribers"]

# https://docs.aws.amazon.com/eventbridgev2/latest/APIReference/Welcome.html; its IAM actions begin with `events:`
_CLIENT = "eventbridgev2"
_BUSES = ApiOperation("the event buses of EventBridge v2", "events:ListEventBuses")
_TOO_OLD = (
    "subscribers of EventBridge v2 are left out: the installed botocore does not know them, a newer one does"
)
_NOT_HERE = "subscribers of EventBridge v2 are left out: the service does not answer in this region"
_OF_AWS = re.compile(r"\.(amazonaws\.com|api\.aws|api\.amazonwebservices\.com)\b")
_NOT_THERE = (404, 405, 501)
"""What a server answers that does not have the service."""


def deployed_subscribers(connection: Connection) -> Iterator[DeployedFilter | NotRead]:
    """The subscribers, bus by bus; a note instead, where botocore or the region does not have EventBridge v2.

    Args:
        connection: to the account and the region.

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
    asking = ApiOperation(f"the subscribers of the event bus {name}", "events:ListSubscribers")
    try:
        for listed in asking.listed(client.list_subscribers, "Subscribers", EventBusArn=arn):
            found = _described(client, listed, name)
            if found is not None:
                yield found
    except NotFound:  # the bus was deleted meanwhile
        return
    except UnreadableInput as error:
        yield NotRead("subscriber", str(error))


def _buses(connection: Connection) -> list[Mapping[str, Any]] | None:
    """The event buses; None if nobody answers that knows what is asked."""
    # where there is no such service, asking again and again would take long
    with closing(connection.client(_CLIENT, attempts=2)) as client:

        def list_event_buses(**given: str) -> Any:  # noqa: ANN401 - what AWS answers
            try:
                return client.list_event_buses(**given)
            except Exception as error:
                if _says_nobody_there(error, client.meta.endpoint_url):
                    raise _NobodyThere from None
                raise

        try:
            return list(_BUSES.listed(list_event_buses, "EventBuses"))
        except _NobodyThere:
            return None


def _says_nobody_there(error: Exception, endpoint: str) -> bool:
    from botocore.exceptions import ClientError, EndpointConnectionError  # noqa: PLC0415 - slow to import, and an extra
    from botocore.parsers import ResponseParserError  # noqa: PLC0415 - likewise

    if isinstance(error, ClientError):
        return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") in _NOT_THERE
    of_boto = type(error).__module__.startswith("boto")
    if isinstance(error, ResponseParserError) or (isinstance(error, MISREAD) and not of_boto):
        # an emulator's page that it does not know this, or JSON where CBOR was asked for
        return not _OF_AWS.search(endpoint)
    return isinstance(error, EndpointConnectionError)


class _NobodyThere(Exception):
    """Nobody answers that knows what is asked."""


def _described(client: Any, listed: Mapping[str, Any], bus: str) -> DeployedFilter | None:  # noqa: ANN401 - as above
    """A subscriber; None if it was deleted meanwhile."""
    name, arn, state = strings(listed, "Name", "SubscriberArn", "State")
    remarks = ("revoked",) if listed.get("Revoked") is True else ()
    asking = ApiOperation(f"the subscriber {name} of the event bus {bus}", "events:DescribeSubscriber")
    names = (bus, name)
    try:
        subscriber = asking.answer(client.describe_subscriber, SubscriberArn=arn)
    except NotFound:
        return None
    except UnreadableInput as error:
        reason = str(error)
        return DeployedFilter("subscriber", names, arn, state, "", listed, unreadable=reason, remarks=remarks)
    text = criteria_text(subscriber.get("FilterConfiguration"))
    no_filter = "" if text else "no filter: it receives every event"
    return DeployedFilter("subscriber", names, arn, state, "", subscriber, text, no_filter, remarks=remarks)

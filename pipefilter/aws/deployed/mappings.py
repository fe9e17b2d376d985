"""Lambda's event source mappings, with their filter criteria."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from pipefilter.aws.connection import Connection
from pipefilter.aws.deployed.answers import ApiOperation, NotFound, strings
from pipefilter.aws.deployed.criteria import criteria_text
from pipefilter.aws.deployed.faults import DEPLOYED_FAULTS
from pipefilter.aws.deployed.filter import DeployedFilter
from pipefilter.errors import UnreadableInput

__all__ = ["deployed_mappings"]

# https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html
_MAPPINGS = ApiOperation("the event source mappings", "lambda:ListEventSourceMappings")
_PARTS_BEFORE_RESOURCE = 5
"""Of an ARN: arn, partition, service, region and account."""


def deployed_mappings(connection: Connection) -> Iterator[DeployedFilter]:
    """The event source mappings of all functions.

    Args:
        connection: to the account and the region.

    Raises:
        UnreadableInput: they cannot be listed.
    """
    with DEPLOYED_FAULTS.translate(what=_MAPPINGS.what, action=_MAPPINGS.action):
        client = connection.client("lambda")
    with closing(client):
        tokens = ("Marker", "NextMarker")
        for mapping in _MAPPINGS.listed(client.list_event_source_mappings, "EventSourceMappings", tokens):
            try:
                yield _mapping(client, mapping)
            except NotFound:
                continue


def _mapping(client: Any, listed: Mapping[str, Any]) -> DeployedFilter:  # noqa: ANN401 - of boto3's
    """An event source mapping.

    Raises:
        NotFound: it was deleted meanwhile.
    """
    mapping, unreadable = listed, ""
    if criteria_text(listed.get("FilterCriteria")) is None and _is_encrypted(listed):
        mapping, unreadable = _decrypted(client, listed)
    text = criteria_text(mapping.get("FilterCriteria"))
    uuid, function, arn, source, state = strings(
        listed, "UUID", "FunctionArn", "EventSourceMappingArn", "EventSourceArn", "State"
    )
    names = (
        function.partition(":function:")[2] or function,
        _shown_source(listed) if not source else source.split(":", _PARTS_BEFORE_RESOURCE)[-1],
        uuid,
    )
    no_filter = "no filter: every record goes through" if text is None and not unreadable else ""
    return DeployedFilter("mapping", names, arn, state, source, mapping, text, no_filter, unreadable)


def _is_encrypted(mapping: Mapping[str, Any]) -> bool:
    return bool(mapping.get("KMSKeyArn") or mapping.get("FilterCriteriaError"))


def _decrypted(client: Any, listed: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:  # noqa: ANN401 - of boto3's
    """The mapping with its filter criteria in plain text; if they cannot be had, why not.

    A list has null in the place of criteria that a customer's key encrypts; who may use the key sees them here:
    https://docs.aws.amazon.com/lambda/latest/api/API_GetEventSourceMapping.html
    """
    (uuid, key) = strings(listed, "UUID", "KMSKeyArn")
    asking = ApiOperation(f"the encrypted filter of the event source mapping {uuid}", "lambda:GetEventSourceMapping")
    try:
        mapping = asking.answer(client.get_event_source_mapping, UUID=uuid)
    except NotFound:
        raise
    except UnreadableInput as error:
        return listed, str(error)
    if criteria_text(mapping.get("FilterCriteria")) is not None:
        return mapping, ""
    fault = mapping.get("FilterCriteriaError") or listed.get("FilterCriteriaError")
    said = " ".join(filter(None, strings(fault, "ErrorCode", "Message"))) if isinstance(fault, dict) else ""
    return mapping, (
        f"AWS tells no filter, and the key {key or 'of a customer'} encrypts what there may be"
        + (f" ({said})" if said else "")
        + ": the credentials may need kms:Decrypt for it"
    )


def _shown_source(mapping: Mapping[str, Any]) -> str:
    """The first broker of a cluster that is not AWS's."""
    source = mapping.get("SelfManagedEventSource")
    endpoints = source.get("Endpoints") if isinstance(source, dict) else None
    lists = endpoints.values() if isinstance(endpoints, dict) else ()
    first = next((one[0] for one in lists if isinstance(one, list) and one), None)
    return first if isinstance(first, str) else "?"

"""Reads Lambda's event source mappings, with their filter criteria."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from pipefilter.aws.connection import Connection
from pipefilter.aws.deployed.answers import (
    ApiOperation,
    NotFound,
    encrypted_filter,
    filter_criteria_json,
    strings,
)
from pipefilter.aws.deployed.filter import DeployedFilter
from pipefilter.errors import UnreadableInput

__all__ = ["deployed_mappings"]

# https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html
_MAPPINGS = ApiOperation("the event source mappings", "lambda:ListEventSourceMappings")
_PARTS_BEFORE_RESOURCE = 5
"""The parts of an ARN before the resource: arn, partition, service, region and account."""


def deployed_mappings(connection: Connection) -> Iterator[DeployedFilter]:
    """The event source mappings of all functions.

    Raises:
        UnreadableInput: they cannot be listed.
    """
    with closing(_MAPPINGS.client(connection, "lambda")) as client:
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
    is_encrypted = listed.get("KMSKeyArn") or listed.get("FilterCriteriaError")
    if is_encrypted and filter_criteria_json(listed.get("FilterCriteria")) is None:
        mapping, unreadable = _decrypted(client, listed)
    text = filter_criteria_json(mapping.get("FilterCriteria"))
    uuid, function, arn, source, state = strings(
        listed, "UUID", "FunctionArn", "EventSourceMappingArn", "EventSourceArn", "State"
    )
    names = (
        function.partition(":function:")[2] or function,
        _first_broker(listed) if not source else source.split(":", _PARTS_BEFORE_RESOURCE)[-1],
        uuid,
    )
    no_filter = "no filter: every record matches" if text is None and not unreadable else ""
    return DeployedFilter("mapping", names, arn, state, source, mapping, text, no_filter, unreadable)


def _decrypted(client: Any, listed: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:  # noqa: ANN401 - of boto3's
    """The mapping with its filter criteria in plain text; if they cannot be read, the reason.

    In a list, criteria that a customer's key encrypts are null; with access to the key, this call returns them:
    https://docs.aws.amazon.com/lambda/latest/api/API_GetEventSourceMapping.html
    """
    (uuid, key) = strings(listed, "UUID", "KMSKeyArn")
    operation = ApiOperation(
        f"the encrypted filter of the event source mapping {uuid}", "lambda:GetEventSourceMapping"
    )
    try:
        mapping = operation.answer(client.get_event_source_mapping, UUID=uuid)
    except NotFound:
        raise
    except UnreadableInput as error:
        return listed, str(error)
    if filter_criteria_json(mapping.get("FilterCriteria")) is not None:
        return mapping, ""
    fault = mapping.get("FilterCriteriaError") or listed.get("FilterCriteriaError")
    details = " ".join(filter(None, strings(fault, "ErrorCode", "Message"))) if isinstance(fault, dict) else ""
    return mapping, encrypted_filter(f"the key {key}" if key else "a customer managed key", details)


def _first_broker(mapping: Mapping[str, Any]) -> str:
    """The first broker of a self-managed cluster; "?" if AWS does not name one."""
    source = mapping.get("SelfManagedEventSource")
    endpoints = source.get("Endpoints") if isinstance(source, dict) else None
    lists = endpoints.values() if isinstance(endpoints, dict) else ()
    first = next((brokers[0] for brokers in lists if isinstance(brokers, list) and brokers), None)
    return first if isinstance(first, str) else "?"

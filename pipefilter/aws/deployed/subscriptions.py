"""Reads the subscriptions of all topics of SNS, with their filter policies."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pipefilter.aws.connection import Connection
from pipefilter.aws.deployed.answers import ApiOperation, NotFound, strings
from pipefilter.aws.deployed.filter import PENDING, DeployedFilter
from pipefilter.aws.resource_arn import resource_arn
from pipefilter.errors import UnreadableInput

__all__ = ["deployed_subscriptions"]

# https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptions.html
_SUBSCRIPTIONS = ApiOperation("the subscriptions", "sns:ListSubscriptions")
_SCOPES = ("MessageAttributes", "MessageBody")
_FUNCTION = "function:"


def deployed_subscriptions(connection: Connection) -> Iterator[DeployedFilter]:
    """The subscriptions; one whose attributes cannot be read comes as unreadable.

    Raises:
        UnreadableInput: the subscriptions cannot be listed.
    """
    return _SUBSCRIPTIONS.described(connection, ("sns", "list_subscriptions", "Subscriptions"), _described)


def _described(client: Any, listed: Mapping[str, Any]) -> DeployedFilter | None:  # noqa: ANN401 - of boto3's
    """A subscription; None if it is deleted."""
    arn, topic, protocol, endpoint = strings(listed, "SubscriptionArn", "TopicArn", "Protocol", "Endpoint")
    names = (topic.rpartition(":")[2], protocol, _endpoint(endpoint), arn.rpartition(":")[2])
    if arn == PENDING:
        # without an ARN, there is no call that returns its attributes
        no_filter = "not confirmed yet, so it receives no messages; AWS does not return its filter policy"
        return DeployedFilter("subscription", (*names[:3], ""), "", PENDING, topic, listed, None, no_filter)
    if resource_arn(arn) is None:  # "Deleted", for some time after it was
        return None
    # https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html
    operation = ApiOperation(f"the subscription {arn}", "sns:GetSubscriptionAttributes")
    try:
        attributes = operation.answer(client.get_subscription_attributes, SubscriptionArn=arn).get("Attributes")
    except NotFound:
        return None
    except UnreadableInput as error:
        return DeployedFilter("subscription", names, arn, "", topic, listed, unreadable=str(error))
    if not isinstance(attributes, dict):
        return DeployedFilter(
            "subscription", names, arn, "", topic, listed, unreadable=f"AWS returns no attributes of {arn}"
        )
    policy, scope, pending, raw = strings(
        attributes, "FilterPolicy", "FilterPolicyScope", "PendingConfirmation", "RawMessageDelivery"
    )
    state = PENDING if pending == "true" else ""
    remarks = ("raw message delivery",) if raw == "true" else ()
    scope = scope or _SCOPES[0]
    text, no_filter, unreadable = None, "", ""
    if "".join(policy.split()) in ("", "{}"):
        no_filter = "no filter policy: every message is delivered"
    elif scope not in _SCOPES:
        unreadable = f"the scope {scope} of its filter policy is not known"
    else:
        # the policy stays a string, as it is in an answer and in a request
        members = {"FilterPolicy": policy, "FilterPolicyScope": scope, "Protocol": protocol}
        if resource_arn(endpoint) is not None:  # others may be an address of a person
            members["Endpoint"] = endpoint
        text = json.dumps({name: value for name, value in members.items() if value}, ensure_ascii=False)
    return DeployedFilter(
        "subscription", names, arn, state, topic, attributes, text, no_filter, unreadable, remarks
    )


def _endpoint(endpoint: str) -> str:
    """The endpoint; of an ARN only the name of the resource."""
    arn = resource_arn(endpoint)
    return arn.resource.removeprefix(_FUNCTION) if arn is not None else endpoint

"""A filter policy of SNS with its scope, as API calls have them: `{"FilterPolicy": "...", "FilterPolicyScope": "MessageBody"}`."""

from __future__ import annotations

import json

from pipefilter.dataclass import dataclass
from pipefilter.json_text.raw_object import RawObject

__all__ = ["FilterPolicy", "filter_policy", "is_without_policy"]

_ATTRIBUTES = frozenset(
    (
        *(
            "ConfirmationWasAuthenticated",
            "DeliveryPolicy",
            "EffectiveDeliveryPolicy",
            "Endpoint",
            "FilterPolicy",
        ),
        *(
            "FilterPolicyScope",
            "Owner",
            "PendingConfirmation",
            "Protocol",
            "RawMessageDelivery",
            "RedrivePolicy",
        ),
        *(
            "ReplayPolicy",
            "ReplayStatus",
            "SubscriptionArn",
            "SubscriptionPrincipal",
            "SubscriptionRoleArn",
            "TopicArn",
        ),
    )
)
"""https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html"""
_OF_CALL = ("AttributeName", "AttributeValue")
"""https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html"""


@dataclass(frozen=True, slots=True)
class FilterPolicy:
    """A filter policy in a JSON text.

    Args:
        text: of the policy, without the quotes of a string.
        scope: as it is written; MessageAttributes if there is none.
        span: offsets of the policy.
        scope_span: offsets of the scope; empty if there is none.
        is_text: whether it is a string, as AWS requires.
    """

    text: str
    scope: str
    span: tuple[int, int]
    scope_span: tuple[int, int]
    is_text: bool


def filter_policy(whole: RawObject) -> FilterPolicy | None:
    """The filter policy in an object with attributes of a subscription; None if it is a pattern itself.

    Source: https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html
    """
    value = whole.get("FilterPolicy")
    is_text = value is not None and value.startswith('"')
    if value is None or not (
        is_text or (value.startswith("{") and _ATTRIBUTES.issuperset(dict(whole.members)))
    ):
        return None
    scope = whole.get("FilterPolicyScope")
    return FilterPolicy(
        json.loads(value) if is_text else value,
        whole.text_of("FilterPolicyScope") or scope or "MessageAttributes",
        _span(whole, "FilterPolicy", value),
        _span(whole, "FilterPolicyScope", scope),
        is_text,
    )


def is_without_policy(whole: RawObject) -> bool:
    """Whether an object has attributes of a subscription, but no filter policy among them, or only an empty string.

    Source: https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html
    """
    return (
        whole.get("FilterPolicy") in (None, "null", '""')
        and any(whole.has(name) for name in ("FilterPolicy", "FilterPolicyScope", "SubscriptionArn"))
        and _ATTRIBUTES.union(_OF_CALL).issuperset(dict(whole.members))
        and not any(value.startswith(("[", "{")) for _, value in whole.members)
    )


def _span(whole: RawObject, name: str, value: str | None) -> tuple[int, int]:
    if value is None:
        return 0, 0
    start = whole.offset(name)
    return start, start + len(value)

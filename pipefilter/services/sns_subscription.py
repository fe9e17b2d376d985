"""A subscription to a topic of SNS, with a filter policy: on the attributes of messages, or on their body."""

from __future__ import annotations

from dataclasses import replace

from pipefilter.evidence import Evidence
from pipefilter.services.operator_table import OperatorTable
from pipefilter.services.service import Limit, Service

__all__ = ["SNS_ATTRIBUTES", "SNS_BODY"]

_POLICIES = "https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html"
_STRINGS = "https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html"
_CONSTRAINTS = "https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html"
_NOT_LISTED = "AWS's page on filter policies does not mention it; the engine of EventBridge accepts it"

SNS_ATTRIBUTES = Service(
    name="sns",
    title="SNS subscription, filter policy on message attributes",
    place="a subscription",
    what="Selects the messages of a topic for one subscription, by their attributes: a filter policy with the default scope.",
    url=_POLICIES,
    operators=OperatorTable(
        Evidence("documented", _STRINGS),
        not_listed={
            "anything-but/suffix": "AWS's page has it, but SNS rejected it when this was recorded in May 2024: "
            "`Unsupported anything-but pattern: suffix`",
            "anything-but/equals-ignore-case": _NOT_LISTED,
            "prefix/equals-ignore-case": _NOT_LISTED,
            "suffix/equals-ignore-case": _NOT_LISTED,
        },
    ),
    pattern_length=Limit(262_144, "bytes", Evidence("documented", _CONSTRAINTS, "256 KB")),
    filters=None,
    together=None,
    or_combinations=Limit(
        150,
        "combinations",
        Evidence("documented", _CONSTRAINTS, "of all values; those of nested keys count once for each level"),
    ),
    event_size=Limit(
        262_144,
        "bytes",
        Evidence("documented", "https://docs.aws.amazon.com/sns/latest/api/API_Publish.html"),
    ),
    combination="any",
    no_filters="without a filter policy, the subscription receives every message",
    refusal="Invalid parameter: Attributes Reason: FilterPolicy: {message}",
    refusal_evidence=Evidence(
        "recorded",
        "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html",
        "of Subscribe, an InvalidParameter; SetSubscriptionAttributes omits `Attributes Reason:`",
    ),
    drops="a message that does not match is not delivered to this subscription; it does not go to the dead-letter queue either",
    scopes=("MessageAttributes",),
)
SNS_BODY = replace(
    SNS_ATTRIBUTES,
    name="sns-body",
    title="SNS subscription, filter policy on the message body",
    what="Selects the messages of a topic for one subscription, by their body: a filter policy with the scope MessageBody.",
    scopes=("MessageBody",),
)

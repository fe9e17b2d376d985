"""A subscription to a topic of SNS, with a filter policy: on the attributes of messages, or on their body."""

from __future__ import annotations

from dataclasses import replace

from pipefilter.evidence import Evidence
from pipefilter.services.operator_table import OperatorTable
from pipefilter.services.policy_limits import PolicyLimits
from pipefilter.services.service import Limit, Service

__all__ = ["POLICY_SERVICES", "SNS_ATTRIBUTES", "SNS_BODY", "is_filter_policy"]

_POLICIES = "https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html"
_STRINGS = "https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html"
_CONSTRAINTS = "https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html"
_AND_OR = "https://docs.aws.amazon.com/sns/latest/dg/and-or-logic.html"
_NOT_LISTED = "AWS's page on filter policies does not mention this; the engine of EventBridge accepts it"
_COMBINATIONS = Limit(
    150,
    "combinations",
    Evidence(
        "documented",
        _AND_OR,
        "the number of values of each key is multiplied, in the body also by the key's nesting level; branches of `$or` add up",
    ),
)
_LIMITS = PolicyLimits(
    keys=Limit(
        5,
        "keys",
        Evidence(
            "documented",
            _CONSTRAINTS,
            "of nested keys, only leaf keys count (for some time in 2024, the page said that only keys at the root count); "
            "that a key counts again in each branch of `$or` is only observed: SNS rejected 36 branches with two keys",
        ),
    ),
    combinations=_COMBINATIONS,
    stars=Limit(3, "wildcards", Evidence("documented", _CONSTRAINTS)),
    points=Limit(
        100,
        "points",
        Evidence(
            "documented",
            _CONSTRAINTS,
            "for each key, the points of its patterns times their number: 1 for a pattern with one wildcard and for "
            "`anything-but`, 3 for each of several wildcards in a pattern",
        ),
    ),
    magnitude=Limit(
        1_000_000_000,
        "in magnitude",
        Evidence("documented", _CONSTRAINTS, "what SNS does with others is not known"),
    ),
    decimals=Limit(5, "digits", Evidence("documented", _CONSTRAINTS, "what SNS does with more is not known")),
)

SNS_ATTRIBUTES = Service(
    name="sns",
    title="SNS subscription, filter policy on message attributes",
    place="a subscription",
    what="Selects the messages of a topic for one subscription, by their attributes: a filter policy with the default scope.",
    url=_POLICIES,
    operators=OperatorTable(
        Evidence("documented", _STRINGS),
        disputed={
            "anything-but/suffix": "AWS's page lists it, but SNS rejected it when this was recorded in May 2024: "
            "`Unsupported anything-but pattern: suffix`",
            # event-ruler has suffix since its pull request 67 (February 2023), wildcard since 145 (March 2024)
            "anything-but/wildcard": "AWS's page lists it, but the engine that SNS had in May 2024 cannot have known it: it "
            "rejected `anything-but` with `suffix`, which is older",
        },
        recorded="May 2024",
        not_listed={
            "anything-but/equals-ignore-case": _NOT_LISTED,
            "anything-but/prefix list": _NOT_LISTED,
            "prefix/equals-ignore-case": _NOT_LISTED,
            "suffix/equals-ignore-case": _NOT_LISTED,
        },
    ),
    pattern_length=Limit(
        262_144, "bytes", Evidence("documented", _CONSTRAINTS, "256 KB; that a KB is 1,024 bytes is assumed")
    ),
    filters=None,
    together=None,
    or_combinations=_COMBINATIONS,
    event_size=Limit(
        1_048_576,
        "bytes",
        Evidence(
            "documented",
            "https://docs.aws.amazon.com/sns/latest/dg/large-message-payloads.html",
            "256 KB unless the topic's MaximumMessageSize allows more",
        ),
        usual=262_144,
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
    policy_limits=_LIMITS,
    update_refusal="Invalid parameter: FilterPolicy: {message}",
)
SNS_BODY = replace(
    SNS_ATTRIBUTES,
    name="sns-body",
    title="SNS subscription, filter policy on the message body",
    what="Selects the messages of a topic for one subscription, by their body: a filter policy with the scope MessageBody.",
    scopes=("MessageBody",),
)
POLICY_SERVICES = (SNS_ATTRIBUTES.name, SNS_BODY.name)
"""The names of the services whose patterns are filter policies."""


def is_filter_policy(service: Service | None) -> bool:
    """Whether the patterns of a service are filter policies of SNS."""
    return service is not None and service.policy_limits is not None

"""A subscription to a topic in the CDK: with its own filters where they write the same policy, otherwise as CloudFormation has it."""

from __future__ import annotations

from pipefilter.targets.cdk.filters import has_null
from pipefilter.targets.cdk.stack import Stack, dead_letter_queue, queues
from pipefilter.targets.cdk.value import Cdk, New, Object, Static, Variable
from pipefilter.targets.deployment import TOPIC, Deployment
from pipefilter.targets.filter_text import FilterText, Plain

__all__ = ["policy_members", "policy_override", "property_members", "subscription_stack"]

_KEYS, _COMBINATIONS = 5, 150
"""What the constructs accept; they count keys at the root, and the values under `$or` as any others."""


def property_members(deployment: Deployment) -> dict[str, Cdk]:
    """The properties of `sns.CfnSubscription`; without the policy if it must be a string, which no property accepts."""
    scope: dict[str, Cdk] = {"filterPolicyScope": deployment.policy_scope}
    value = deployment.pattern.value
    return scope if value is None or has_null(value) else {**scope, "filterPolicy": Object(value)}


def policy_override(deployment: Deployment) -> list[Cdk]:
    """The call that sets the policy as a string; none if an object can express it."""
    if "filterPolicy" in property_members(deployment):
        return []
    arguments = ("FilterPolicy", deployment.pattern.text)
    return [Static("subscription.addPropertyOverride", arguments=arguments)]


def policy_members(deployment: Deployment) -> dict[str, Cdk]:
    """The property of `sns.Subscription` and of the subscriptions to topics; empty if they cannot express the policy."""
    value = deployment.pattern.value
    is_body = deployment.policy_scope == "MessageBody"
    if value is None or has_null(value) or not _fits(deployment.pattern, is_body=is_body):
        return {}
    if is_body:
        return {"filterPolicyWithMessageBody": _policies(value)}
    policy: dict[str, Cdk] = {name: _filter(conditions) for name, conditions in value.items()}
    return {"filterPolicy": policy}


def _fits(pattern: FilterText, *, is_body: bool) -> bool:
    value = pattern.value or {}
    is_flat = not any(isinstance(conditions, dict) for conditions in value.values())
    return len(value) <= _KEYS and _combinations(value, 1) <= _COMBINATIONS and (is_body or is_flat)


def _combinations(value: dict[str, Plain], depth: int) -> int:
    total = 1
    for conditions in value.values():
        if isinstance(conditions, dict):
            total *= _combinations(conditions, depth + 1)
        elif isinstance(conditions, list):
            total *= len(conditions) * depth
    return total


def _policies(value: dict[str, Plain]) -> dict[str, Cdk]:
    return {
        name: Static("sns.FilterOrPolicy.policy", arguments=(_policies(conditions),))
        if isinstance(conditions, dict)
        else Static("sns.FilterOrPolicy.filter", arguments=(_filter(conditions),))
        for name, conditions in value.items()
    }


def _filter(conditions: Plain) -> Cdk:
    if isinstance(conditions, list) and all(isinstance(value, str) for value in conditions):
        return Static("sns.SubscriptionFilter.stringFilter", members={"allowlist": Object(conditions)})
    return New("sns.SubscriptionFilter", arguments=(Object(conditions),))


def subscription_stack(deployment: Deployment) -> Stack:
    """The stack with a subscription, and with a queue unless a function receives the messages."""
    parameters = {"TopicArn": TOPIC}
    modules = ["sns", "sqs"]
    constructs = [dead_letter_queue()] if deployment.function else queues()
    if deployment.function:
        parameters["FunctionArn"] = deployment.receiver_description
        modules.append("lambda")
    policy = policy_members(deployment)
    if not policy:
        modules.append("iam")
        return Stack(tuple(sorted(modules)), parameters, [*constructs, *_exact(deployment)])
    modules.append("subscriptions")
    if deployment.function:
        members: dict[str, Cdk] = {"functionArn": Variable("functionArn"), "sameEnvironment": True}
        constructs.append(
            ("target", Static("lambda.Function.fromFunctionAttributes", "Function", members=members))
        )
    topic = Static("sns.Topic.fromTopicArn", "Topic", arguments=(Variable("topicArn"),))
    subscription = New(
        f"subscriptions.{'Lambda' if deployment.function else 'Sqs'}Subscription",
        arguments=(Variable("target" if deployment.function else "queue"),),
        members={**policy, "deadLetterQueue": Variable("deadLetters")},
    )
    constructs += [("topic", topic), ("", Static("topic.addSubscription", arguments=(subscription,)))]
    return Stack(tuple(sorted(modules)), parameters, constructs)


def _exact(deployment: Deployment) -> list[tuple[str, Cdk]]:
    """The permission and the subscription as CloudFormation has them."""
    send = New(
        "iam.PolicyStatement",
        members={
            "actions": ["sqs:SendMessage"],
            "principals": [New("iam.ServicePrincipal", arguments=("sns.amazonaws.com",))],
            "resources": ["*"],
            "conditions": {"ArnEquals": {"aws:SourceArn": Variable("topicArn")}},
        },
    )
    document = New("iam.PolicyDocument", members={"statements": [send]})
    names = ["deadLetters"] if deployment.function else ["queue", "deadLetters"]
    urls: list[Cdk] = [Variable(name, "queueUrl") for name in names]
    allowed = New("sqs.CfnQueuePolicy", "QueuePolicy", members={"queues": urls, "policyDocument": document})
    constructs: list[tuple[str, Cdk]] = [("permission", allowed)]
    endpoint = Variable("queue", "queueArn")
    if deployment.function:
        endpoint = Variable("functionArn")
        members: dict[str, Cdk] = {
            "action": "lambda:InvokeFunction",
            "functionName": endpoint,
            "principal": "sns.amazonaws.com",
            "sourceArn": Variable("topicArn"),
        }
        constructs = [("", allowed), ("permission", New("lambda.CfnPermission", "Permission", members=members))]
    subscription: dict[str, Cdk] = {
        "topicArn": Variable("topicArn"),
        "protocol": "lambda" if deployment.function else "sqs",
        "endpoint": endpoint,
        **property_members(deployment),
        "redrivePolicy": {"deadLetterTargetArn": Variable("deadLetters", "queueArn")},
    }
    return [
        *constructs,
        ("subscription", New("sns.CfnSubscription", "Subscription", members=subscription)),
        *(("", call) for call in policy_override(deployment)),
        ("", Static("subscription.addDependency", arguments=(Variable("permission"),))),
    ]

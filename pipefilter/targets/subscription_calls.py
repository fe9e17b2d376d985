"""The calls of AWS's API that create a subscription to a topic, or update its filter policy."""

from __future__ import annotations

from pipefilter.targets.api_call import ApiCall, Argument, Calls, Json, Parameter
from pipefilter.targets.deployment import TOPIC, Deployment
from pipefilter.targets.queue_calls import queue_calls, queue_policy

__all__ = ["policy_calls", "subscription_calls"]


def policy_calls(deployment: Deployment) -> list[ApiCall]:
    """Two calls, as one sets one attribute: nested fields are refused as long as the scope is MessageAttributes."""
    settings = {"FilterPolicyScope": deployment.policy_scope, "FilterPolicy": deployment.pattern.text}
    names = sorted(settings, reverse=deployment.policy_scope == "MessageBody")
    return [
        ApiCall(
            "sns",
            "set_subscription_attributes",
            {
                "SubscriptionArn": Parameter("subscription_arn"),
                "AttributeName": name,
                "AttributeValue": settings[name],
            },
        )
        for name in names
    ]


def subscription_calls(deployment: Deployment) -> Calls:
    """The calls that create a subscription, and a queue unless a function receives the messages."""
    parameters = {"topic_arn": TOPIC}
    calls = queue_calls(deployment)
    endpoint = Parameter("queue_arn")
    if deployment.function:
        parameters["function_arn"] = deployment.receiver_description
        endpoint = Parameter("function_arn")
        permission: dict[str, Argument] = {
            "FunctionName": endpoint,
            "StatementId": f"{deployment.name.lower()}-topic",
            "Action": "lambda:InvokeFunction",
            "Principal": "sns.amazonaws.com",
            "SourceArn": Parameter("topic_arn"),
        }
        calls = [*calls[:2], ApiCall("lambda", "add_permission", permission)]
    else:
        calls.append(queue_policy("queue", "sns.amazonaws.com", "topic_arn"))
    redrive: dict[str, Argument] = {"deadLetterTargetArn": Parameter("dead_letters_arn")}
    subscription: dict[str, Argument] = {
        "TopicArn": Parameter("topic_arn"),
        "Protocol": "lambda" if deployment.function else "sqs",
        "Endpoint": endpoint,
        "Attributes": {
            "FilterPolicyScope": deployment.policy_scope,
            "FilterPolicy": deployment.pattern.text,
            "RedrivePolicy": Json(redrive),
        },
    }
    return Calls(
        parameters,
        [
            *calls,
            queue_policy("dead_letters", "sns.amazonaws.com", "topic_arn"),
            ApiCall("sns", "subscribe", subscription),
        ],
    )

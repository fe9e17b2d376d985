"""The resources of a template that deploys filters, as values with references in them."""

from __future__ import annotations

from pipefilter.dataclass import dataclass
from pipefilter.targets.cloudformation_properties import (
    GetAtt,
    Ref,
    Value,
    allow,
    filter_list,
    mapping_properties,
    pattern_value,
    pipe_parts,
    policy_properties,
)
from pipefilter.targets.deployment import DEAD_LETTER_SECONDS, MAX_RECEIVE_COUNT, TOPIC, Deployment

__all__ = ["Template", "dead_letter_resources", "to_template"]


@dataclass(frozen=True, slots=True)
class Template:
    """The parts of a CloudFormation template.

    Args:
        parameters: the description of each, by name.
        resources: by logical ID.
    """

    description: str
    parameters: dict[str, str]
    resources: dict[str, Value]


def to_template(deployment: Deployment) -> Template:
    """The template that deploys the filters, for any service."""
    if deployment.policy_scope:
        return _subscription(deployment)
    return {"pipe": _pipe, "lambda": _mapping, "rule": _rule, "v2": _subscriber}[deployment.service.name](
        deployment
    )


def _mapping(deployment: Deployment) -> Template:
    parameters, properties = mapping_properties(deployment)
    resources: dict[str, Value] = {
        f"{deployment.name}Mapping": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": properties}
    }
    return Template(f"Filtered delivery of {deployment.source.records} to a function", parameters, resources)


def _pipe(deployment: Deployment) -> Template:
    parts, name = pipe_parts(deployment), deployment.name
    dead, queue = f"{name}DeadLetters", f"{name}Queue"
    account: Value = {"StringEquals": {"aws:SourceAccount": Ref("AWS::AccountId")}}
    resources: dict[str, Value] = {
        dead: _dead_letters(),
        queue: _queue(dead),
        f"{name}Role": _role("pipes.amazonaws.com", list(parts.statements), account),
        f"{name}Pipe": {"Type": "AWS::Pipes::Pipe", "Properties": parts.properties},
    }
    return Template(f"Filtered delivery of {deployment.source.records} to a queue", parts.parameters, resources)


def _role(principal: str, statements: list[Value], condition: Value = None) -> Value:
    trust: dict[str, Value] = {
        "Effect": "Allow",
        "Principal": {"Service": principal},
        "Action": "sts:AssumeRole",
    }
    if condition:
        trust["Condition"] = condition
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
            "Policies": [
                {
                    "PolicyName": "least",
                    "PolicyDocument": {"Version": "2012-10-17", "Statement": statements},
                }
            ],
        },
    }


def _rule(deployment: Deployment) -> Template:
    name = deployment.name
    dead, queue, rule = f"{name}DeadLetters", f"{name}Queue", f"{name}Rule"
    target: Value = {
        "Id": "queue",
        "Arn": GetAtt(queue, "Arn"),
        "DeadLetterConfig": {"Arn": GetAtt(dead, "Arn")},
    }
    statement: Value = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": "*",
        "Condition": {"ArnEquals": {"aws:SourceArn": GetAtt(rule, "Arn")}},
    }
    resources: dict[str, Value] = {
        dead: _dead_letters(),
        queue: _queue(dead),
        f"{name}QueuePolicy": {
            "Type": "AWS::SQS::QueuePolicy",
            "Properties": {
                "Queues": [Ref(queue), Ref(dead)],
                "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]},
            },
        },
        rule: {
            "Type": "AWS::Events::Rule",
            "Properties": {
                "EventBusName": Ref("EventBusName"),
                "EventPattern": pattern_value(deployment.pattern),
                "Targets": [target],
            },
        },
    }
    return Template(
        "Filtered delivery of events from an event bus to a queue",
        {"EventBusName": "Name of the event bus"},
        resources,
    )


def _subscriber(deployment: Deployment) -> Template:
    name = deployment.name
    dead, queue, role = f"{name}DeadLetters", f"{name}Queue", f"{name}Role"
    send: list[Value] = [allow(["sqs:SendMessage"], [GetAtt(queue, "Arn"), GetAtt(dead, "Arn")])]
    resources: dict[str, Value] = {
        dead: _dead_letters(),
        queue: _queue(dead),
        role: _role("events.amazonaws.com", send),
        f"{name}Subscriber": {
            "Type": "AWS::EventsV2::Subscriber",
            "Properties": {
                "Name": deployment.name,
                "EventBusArn": Ref("EventBusArn"),
                "FilterConfiguration": filter_list(deployment),
                "InvokeConfiguration": {"TargetArn": GetAtt(queue, "Arn"), "RoleArn": GetAtt(role, "Arn")},
                "OnFailureConfiguration": {"Arn": GetAtt(dead, "Arn")},
            },
        },
    }
    return Template(
        "Filtered delivery of events from an event bus to a queue",
        {"EventBusArn": "ARN of the event bus"},
        resources,
    )


def _subscription(deployment: Deployment) -> Template:
    """A subscription without raw message delivery, AWS's default: with it, messages of more than 10 attributes are lost."""
    name = deployment.name
    dead, permission = f"{name}DeadLetters", f"{name}Permission"
    parameters = {"TopicArn": TOPIC}
    if deployment.function:
        parameters["FunctionArn"] = deployment.receiver_description
        resources = dead_letter_resources(deployment)
        resources[permission] = {
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                "Action": "lambda:InvokeFunction",
                "FunctionName": Ref("FunctionArn"),
                "Principal": "sns.amazonaws.com",
                "SourceArn": Ref("TopicArn"),
            },
        }
    else:
        queue = f"{name}Queue"
        permission = f"{name}QueuePolicy"
        resources = {
            dead: _dead_letters(),
            queue: _queue(dead),
            permission: _topic_policy([Ref(queue), Ref(dead)]),
        }
    resources[f"{name}Subscription"] = {
        "Type": "AWS::SNS::Subscription",
        "DependsOn": permission,  # messages that are not permitted are not sent again
        "Properties": {
            "TopicArn": Ref("TopicArn"),
            "Protocol": "lambda" if deployment.function else "sqs",
            "Endpoint": Ref("FunctionArn") if deployment.function else GetAtt(f"{name}Queue", "Arn"),
            **policy_properties(deployment),
            "RedrivePolicy": {"deadLetterTargetArn": GetAtt(dead, "Arn")},
        },
    }
    receiver = "function" if deployment.function else "queue"
    return Template(f"Filtered delivery of messages of a topic to a {receiver}", parameters, resources)


def dead_letter_resources(deployment: Deployment) -> dict[str, Value]:
    """The queue for messages that a topic could not deliver, which the topic may use."""
    dead = f"{deployment.name}DeadLetters"
    return {dead: _dead_letters(), f"{deployment.name}QueuePolicy": _topic_policy([Ref(dead)])}


def _topic_policy(queues: list[Value]) -> Value:
    statement: Value = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": "*",
        "Condition": {"ArnEquals": {"aws:SourceArn": Ref("TopicArn")}},
    }
    document: Value = {"Version": "2012-10-17", "Statement": [statement]}
    return {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": queues, "PolicyDocument": document}}


def _dead_letters() -> Value:
    return {"Type": "AWS::SQS::Queue", "Properties": {"MessageRetentionPeriod": DEAD_LETTER_SECONDS}}


def _queue(dead: str) -> Value:
    return {
        "Type": "AWS::SQS::Queue",
        "Properties": {
            "RedrivePolicy": {"deadLetterTargetArn": GetAtt(dead, "Arn"), "maxReceiveCount": MAX_RECEIVE_COUNT}
        },
    }
